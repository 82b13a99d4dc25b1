/** Title hash <-> number. Starts as the model's numbering; titles newer than the model are numbered on from there. */
import type { ItemHash } from '@upnext/contracts'

export interface ItemIndex {
  /** Numbers given out so far: 0 to size - 1. */
  readonly size: number
  /** `undefined` for a title that has no number. */
  numberOf(hash: ItemHash): number | undefined
  /** Throws `RangeError` for a number that was never given out. */
  hashOf(item: number): ItemHash
  /** The number of a title, a new one if it has none. */
  add(hash: ItemHash): number
}

/** `items`: title number -> hash, without repetition. */
export function createItemIndex(items: readonly ItemHash[] = []): ItemIndex {
  const hashes = [...items]
  const numbers = new Map(hashes.map((hash, item) => [hash, item]))
  return {
    get size() {
      return hashes.length
    },
    numberOf: (hash) => numbers.get(hash),
    hashOf: (item) => {
      const hash = hashes[item]
      if (hash === undefined) throw new RangeError(`no title has the number ${item}; there are ${hashes.length}`)
      return hash
    },
    add: (hash) => {
      const known = numbers.get(hash)
      if (known !== undefined) return known
      numbers.set(hash, hashes.length)
      return hashes.push(hash) - 1
    },
  }
}
