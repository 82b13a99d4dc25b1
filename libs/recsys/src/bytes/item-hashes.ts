/** Item hashes as numbers: two u32 each, the first half first. */
import type { ItemHash } from '@upnext/contracts'

export function itemHashesToU32(hashes: readonly ItemHash[]): Uint32Array {
  const numbers = new Uint32Array(hashes.length * 2)
  hashes.forEach((hash, i) => {
    numbers[2 * i] = Number.parseInt(hash.slice(0, 8), 16)
    numbers[2 * i + 1] = Number.parseInt(hash.slice(8), 16)
  })
  return numbers
}

/** A stray odd number at the end is not read. */
export function itemHashesFromU32(numbers: Uint32Array): ItemHash[] {
  return Array.from({ length: numbers.length >> 1 }, (_, i) => {
    return `${hex(numbers[2 * i])}${hex(numbers[2 * i + 1])}` as ItemHash
  })
}

function hex(half: number | undefined): string {
  return (half ?? 0).toString(16).padStart(8, '0')
}
