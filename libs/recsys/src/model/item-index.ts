/** Title hash <-> number. Starts as the model's numbering; titles newer than the model are numbered on from there. */
import type { ItemHash } from '@upnext/contracts'

export interface ItemIndex {
  /** Numbers given out so far: 0 to size - 1. */
  size(): number
  /** `undefined` for a title that has no number. */
  numberOf(hash: ItemHash): number | undefined
  /** Throws `RangeError` for a number that was never given out. */
  hashOf(item: number): ItemHash
  /** The number of a title, a new one if it has none. */
  add(hash: ItemHash): number
}

/** A slot of the table: both halves of a hash, and the number plus one; 0: the slot is free. */
const SLOT = 3
const LEAST_SLOTS = 16

/**
 * `items`: title number -> hash, without repetition. The numbers stand in an open table of at most half full slots: a look-up reads one place
 * of far memory, where a Map of texts reads its bucket, its entry and the text, and takes two to three times as long for a history.
 */
export function createItemIndex(items: readonly ItemHash[] = []): ItemIndex {
  const hashes: ItemHash[] = []
  let bits = Math.ceil(Math.log2(Math.max(LEAST_SLOTS, 2 * items.length)))
  let slots = new Int32Array(SLOT << bits)

  /** Where the hash stands, or the free slot where it would. */
  const placeOf = (high: number, low: number): number => {
    const mask = (1 << bits) - 1
    for (let slot = mixed(high, low) >>> (32 - bits); ; slot = (slot + 1) & mask) {
      const at = SLOT * slot
      if (slots[at + 2] === 0 || (slots[at] === high && slots[at + 1] === low)) return at
    }
  }
  const put = (hash: ItemHash, item: number): void => {
    const [high, low] = [halfOf(hash, 0), halfOf(hash, HALF_DIGITS)]
    slots.set([high, low, item + 1], placeOf(high, low))
  }
  const append = (hash: ItemHash): number => {
    const item = hashes.push(hash) - 1
    if (2 * hashes.length > 1 << bits) {
      bits += 1
      slots = new Int32Array(SLOT << bits)
      for (const [number, known] of hashes.entries()) put(known, number)
    } else put(hash, item)
    return item
  }
  const numberOf = (hash: ItemHash): number | undefined => {
    const number = slots[placeOf(halfOf(hash, 0), halfOf(hash, HALF_DIGITS)) + 2] ?? 0
    return number === 0 ? undefined : number - 1
  }

  for (const hash of items) append(hash)
  return {
    size: () => hashes.length,
    numberOf,
    hashOf: (item) => {
      const hash = hashes[item]
      if (hash === undefined) throw new RangeError(`no title has the number ${item}; there are ${hashes.length}`)
      return hash
    },
    add: (hash) => numberOf(hash) ?? append(hash),
  }
}

const HALF_DIGITS = 8

/** Eight hex digits, lower case, as a signed integer. */
function halfOf(hash: ItemHash, start: number): number {
  let half = 0
  for (let at = start; at < start + HALF_DIGITS; at++) {
    const code = hash.charCodeAt(at)
    // The last four bits of a digit are its value, of a letter its value less 9; bit 6 tells them apart.
    half = (half << 4) | ((code & 15) + 9 * (code >> 6))
  }
  return half
}

/** The first bits say the slot. Hashes are even already; those of a catalogue that counts its titles up are not. */
function mixed(high: number, low: number): number {
  return Math.imul(high ^ Math.imul(low, 0x9e3779b1), 0x85ebca6b)
}
