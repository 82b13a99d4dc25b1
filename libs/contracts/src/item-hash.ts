/** Titles inside profiles and models: 8 bytes instead of the id, wherever it came from and however long it is. */
import { hash } from 'node:crypto'

/**
 * First 8 bytes of SHA-256 of the UTF-8 id, as 16 lower-case hex digits: text so that it compares, prints and keys a Map as it
 * is. Packed forms hold it as two big-endian u32.
 */
export type ItemHash = string & { readonly brand: 'ItemHash' }

export const itemHash = remembered((itemId: string): ItemHash => sha256(itemId).slice(0, 16) as ItemHash)

/** First 8 hex digits of SHA-256: where a rare collision does no harm (a page id in an impression). */
export const fingerprint = remembered((text: string): number => Number.parseInt(sha256(text).slice(0, 8), 16))

function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** Of each of two sets: some 4 MB in all. */
const REMEMBERED = 10_000

/**
 * Most ids come again within moments: another heartbeat of a session, a title that everybody watches. What has been asked for since
 * the newer set was begun is in it; when it is full, it takes the place of the older one.
 */
function remembered<Value>(compute: (text: string) => Value): (text: string) => Value {
  let newer = new Map<string, Value>()
  let older = new Map<string, Value>()
  return (text) => {
    const found = newer.get(text)
    if (found !== undefined) return found
    if (newer.size >= REMEMBERED) {
      older = newer
      newer = new Map()
    }
    const value = older.get(text) ?? compute(text)
    newer.set(text, value)
    return value
  }
}

/** First u32 of an item hash: what a profile keeps of a title that it has no more room for. */
export function fingerprintOf(hash: ItemHash): number {
  return Number.parseInt(hash.slice(0, 8), 16)
}

export function itemHashToBytes(hash: ItemHash): Buffer {
  return Buffer.from(hash, 'hex')
}

/** Reads the hash that stands at `offset`. */
export function itemHashFromBytes(bytes: Buffer, offset = 0): ItemHash {
  return bytes.toString('hex', offset, offset + 8) as ItemHash
}
