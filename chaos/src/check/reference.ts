/**
 * The profiles as they must be: the fold over the distinct events of the history, each made anew and counted once, in the order of
 * their numbers. The log only says which of the unknown events arrived, and up to when an erasure goes.
 */
import type { KeyContext, ViewerEvent } from '@upnext/contracts'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold, isEmptyProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { History } from '../load/history.ts'
import { loggedEvent } from './log-audit.ts'
import type { LogAudit } from './log-audit.ts'

/** Packed profiles by viewer key. */
export type PackedProfiles = Map<string, Uint8Array>

export function referenceProfiles(
  seed: number,
  keys: KeyContext,
  history: Pick<History, 'of' | 'size'>,
  audit: Pick<LogAudit, 'copies' | 'erasedThroughMs'>,
): PackedProfiles {
  const profiles = new Map<string, Profile>()
  for (let n = 0; n < history.size; n++) {
    const told = history.of(n)
    const counts = told === 'acked' || (told === 'unknown' && audit.copies(n) > 0)
    const event = counts ? loggedEvent(seed, n, keys, 0) : null
    if (event === null) continue
    const known = profiles.get(event.viewer) ?? emptyProfile()
    profiles.set(event.viewer, fold(known, erasedAs(event, audit.erasedThroughMs(n)), SERVING_CAPS).profile)
  }
  const packed: PackedProfiles = new Map()
  for (const [viewer, profile] of profiles) if (!isEmptyProfile(profile)) packed.set(viewer, encodeProfile(profile))
  return packed
}

/** Up to when an erasure goes is stamped when it is received, which the sender does not know. */
function erasedAs(event: ViewerEvent, throughMs: number | undefined): ViewerEvent {
  if (event.kind?.$case !== 'erase' || throughMs === undefined) return event
  return { ...event, kind: { $case: 'erase', value: { ...event.kind.value, throughMs } } }
}
