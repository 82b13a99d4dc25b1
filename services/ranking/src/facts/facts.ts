/** Everything that rules ask about a request. */
import type { ItemHash } from '@upnext/contracts'
import { fingerprintOf } from '@upnext/contracts'
import type { Profile } from '@upnext/profiles'
import type { AudienceFacts } from './audience.ts'

export interface Facts {
  readonly nowMs: number
  readonly audience: AudienceFacts
  /** Titles that the request does not want. */
  readonly excluded: ReadonlySet<ItemHash>
  /** Titles that the viewer does not want. */
  readonly dismissed: ReadonlySet<ItemHash>
  /** Fingerprints of titles that the viewer knows. */
  readonly seen: ReadonlySet<number>
}

/** An explicit no stays a no, also where history is not used. */
export function dismissedOf(profile: Profile | null): ReadonlySet<ItemHash> {
  const entries = profile?.dismissed.entries ?? []
  return new Set(entries.filter(({ notInterested }) => notInterested?.on === true).map(({ key }) => key))
}

export function seenOf(profile: Profile): ReadonlySet<number> {
  const recent = profile.recent.entries.map(({ key }) => fingerprintOf(key))
  return new Set([...recent, ...profile.seen.map(({ fingerprint }) => fingerprint)])
}
