import type { Hash } from 'node:crypto'

/** Adds every (viewer key, length, packed profile) in order of the keys. */
export function updateDigest(hash: Hash, profiles: ReadonlyMap<string, Uint8Array>): void {
  const inOrder = [...profiles].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [key, bytes] of inOrder) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(key, 'latin1').update(length).update(bytes)
  }
}
