/** Titles inside profiles and models: 8 bytes instead of the id, wherever it came from and however long it is. */
import { createHash } from 'node:crypto'

/**
 * First 8 bytes of SHA-256 of the UTF-8 id, as 16 lower-case hex digits: text so that it compares, prints and keys a Map as it
 * is. Packed forms hold it as two big-endian u32.
 */
export type ItemHash = string & { readonly brand: 'ItemHash' }

export function itemHash(itemId: string): ItemHash {
  return createHash('sha256').update(itemId, 'utf8').digest('hex').slice(0, 16) as ItemHash
}

/** First 8 hex digits of SHA-256: where a rare collision does no harm (a page id in an impression). */
export function fingerprint(text: string): number {
  return createHash('sha256').update(text, 'utf8').digest().readUInt32BE(0)
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
