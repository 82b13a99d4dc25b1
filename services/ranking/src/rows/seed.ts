/** Chance that comes out the same for the same text. */
import { seededRandom } from '@upnext/recsys'
import type { Random } from '@upnext/recsys'

export function randomOf(seed: string): Random {
  return seededRandom(hashOf(seed))
}

/** FNV-1a. Nothing secret depends on it. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
