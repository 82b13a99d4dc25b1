/** Everything that rules ask about a request. */
import type { ItemHash } from '@upnext/contracts'
import { fingerprintOf } from '@upnext/contracts'
import type { OwnedTitle, Ownership, Profile } from '@upnext/profiles'
import type { TitleFilter } from '@upnext/rows'
import type { AudienceFacts } from './audience.ts'

export interface Facts {
  readonly nowMs: number
  readonly audience: AudienceFacts
  /** Titles that the viewer has bought, or rented for now: these they may watch whatever their tier. */
  readonly owned: ReadonlySet<ItemHash>
  /** Titles that the request does not want. */
  readonly excluded: ReadonlySet<ItemHash>
  /** Only titles for which it is true; `null`: any. */
  readonly filter: TitleFilter | null
  /** Titles that the viewer does not want. */
  readonly dismissed: ReadonlySet<ItemHash>
  /** Fingerprints of titles that the viewer knows. */
  readonly seen: ReadonlySet<number>
}

/** By the answer's own clock; the end of a rental itself is outside. */
export function ownedOf(transactions: readonly OwnedTitle[], nowMs: number): ReadonlySet<ItemHash> {
  const holds = (ownership: Ownership | null): boolean =>
    ownership !== null && (ownership.expiresAtMs === 0 || nowMs < ownership.expiresAtMs)
  return new Set(transactions.filter(({ bought, rented }) => holds(bought) || holds(rented)).map(({ key }) => key))
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
