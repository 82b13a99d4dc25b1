/** The opaque value that events echo: one version byte and a message, as base64url. */
import { Tracking } from '@upnext/contracts'

const VERSION = 1

export function encodeTracking(tracking: Tracking): string {
  return Buffer.concat([Buffer.of(VERSION), Tracking.encode(tracking).finish()]).toString('base64url')
}

/** `null` for text that this version did not write. */
export function decodeTracking(text: string): Tracking | null {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes[0] !== VERSION) return null
  try {
    return Tracking.decode(bytes.subarray(1))
  } catch {
    return null
  }
}
