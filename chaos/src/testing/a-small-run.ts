/** A run in memory: events that were sent, what senders were told, and a log and a store that say the same. For tests of the checker. */
import { encodeViewerEvent } from '@upnext/contracts'
import type { KeyContext, ViewerEvent } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { TEST_KEYS, TEST_TIME_MS } from '@upnext/testkit'
import { createLogAudit, loggedEvent } from '../check/log-audit.ts'
import type { LogAudit } from '../check/log-audit.ts'
import type { PackedProfiles } from '../check/reference.ts'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold, isEmptyProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import { createHistory } from '../load/history.ts'
import type { History } from '../load/history.ts'
import { makeEvent } from '../load/make-event.ts'

export const SEED = 3
export const KEYS: KeyContext = TEST_KEYS

/** Made once: reading them as the collector does is what takes time. */
const made = new Map<number, ViewerEvent | null>()

/** Event `n` as the log has it; `null` where it is refused. */
export function logged(n: number): ViewerEvent | null {
  const known = made.get(n)
  if (known !== undefined) return known
  const event = loggedEvent(SEED, n, KEYS, TEST_TIME_MS)
  made.set(n, event)
  return event
}

/** All valid events acknowledged, all others refused. */
export function aHistory(events = 1_500): History {
  const history = createHistory(events)
  for (let n = 0; n < events; n++) {
    history.begin()
    history.tell(n, makeEvent(SEED, n).valid ? 'acked' : 'rejected')
  }
  return history
}

/** The log has every valid event once, but for those left out; those of `twice` it has twice. */
export function anAudit(history: History, without: readonly number[] = [], twice: readonly number[] = []): LogAudit {
  const audit = createLogAudit({ seed: SEED, keys: KEYS, events: history.size })
  for (let n = 0; n < history.size; n++) {
    if (without.includes(n)) continue
    addTo(audit, n)
    if (twice.includes(n)) addTo(audit, n, TEST_TIME_MS + 60_000)
  }
  return audit
}

/** Puts the record of event `n`, as the collector writes it, into the log. Nothing where the collector would refuse it. */
export function addTo(audit: LogAudit, n: number, receivedAtMs = TEST_TIME_MS): void {
  const event = loggedEvent(SEED, n, KEYS, receivedAtMs)
  if (event === null) return
  const { key, value } = encodeViewerEvent(event)
  audit.add(viewerPartition(event.viewer), { offset: n, key, value, headers: {} })
}

/** What the store holds where every acknowledged event but those left out was folded in, in the order of their numbers. */
export function aStore(history: History, without: readonly number[] = []): PackedProfiles {
  const profiles = new Map<string, Profile>()
  for (let n = 0; n < history.size; n++) {
    const event = logged(n)
    if (event === null || without.includes(n)) continue
    profiles.set(event.viewer, fold(profiles.get(event.viewer) ?? emptyProfile(), event, SERVING_CAPS).profile)
  }
  const kept = [...profiles].filter(([, profile]) => !isEmptyProfile(profile))
  return new Map(kept.map(([viewer, profile]) => [viewer, encodeProfile(profile)]))
}

/** Numbers of valid events of one kind. */
export function eventsOf(history: History, kind: string): number[] {
  return Array.from({ length: history.size }, (_, n) => n).filter((n) => logged(n)?.kind?.$case === kind)
}
