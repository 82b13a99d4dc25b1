import { createHash } from 'node:crypto'
import type { PackedProfiles } from './reference.ts'

/** SHA-256 in hex over every (viewer key, length, packed profile), in order of the keys. */
export function digestOf(profiles: PackedProfiles): string {
  const hash = createHash('sha256')
  const sorted = [...profiles].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [viewer, bytes] of sorted) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(viewer, 'latin1').update(length).update(bytes)
  }
  return hash.digest('hex')
}
