/** The opaque value that goes on with a row: one version byte and a message, as base64url. */
import { RowToken } from '@upnext/contracts'

const VERSION = 1
/** Most titles that a token carries on. */
export const MOST_REST = 200
/** In characters: of each title 4 bytes in their base64url form, and what stands beside them. */
export const LONGEST_TOKEN = 8192

export function encodeRowToken(token: RowToken): string {
  return Buffer.concat([Buffer.of(VERSION), RowToken.encode(token).finish()]).toString('base64url')
}

/** `null` for text that this version did not write. */
export function decodeRowToken(text: string): RowToken | null {
  if (text.length > LONGEST_TOKEN) return null
  const bytes = Buffer.from(text, 'base64url')
  if (bytes[0] !== VERSION) return null
  try {
    const token = RowToken.decode(bytes.subarray(1))
    return token.rest.length % 4 === 0 && token.title !== undefined && token.limit > 0 ? token : null
  } catch {
    return null
  }
}

/** First u32 of item hashes, 4 bytes each, little-endian. */
export function packFingerprints(fingerprints: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * fingerprints.length)
  fingerprints.forEach((fingerprint, i) => bytes.writeUInt32LE(fingerprint, 4 * i))
  return bytes
}

export function unpackFingerprints(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length >> 2 }, (_, i) => bytes.readUInt32LE(4 * i))
}
