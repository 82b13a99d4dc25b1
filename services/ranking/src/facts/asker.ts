/** What is known of whoever asks, once everything that could be read has been read. */
import type { ItemHash } from '@upnext/contracts'
import { fingerprintOf } from '@upnext/contracts'
import type { ListedTitle, OwnedTitle, Profile } from '@upnext/profiles'
import type { RequestFacts } from '../request/fields.ts'
import { combineFacts, factsWithoutProfile } from './audience.ts'
import type { AudienceFacts } from './audience.ts'
import { dismissedOf, seenOf } from './facts.ts'
import { historyOfGuest, historyOfProfile } from './history.ts'
import type { HistoryTitle } from './history.ts'
import type { ProfileRead, ProfileReading } from './read-profile.ts'

export interface Asker {
  readonly audience: AudienceFacts
  /** What shapes rows; `null` where nothing is known, or where what is known must not be used. */
  readonly profile: Profile | null
  /** What the viewer has put down by hand, also where their history must not be used. */
  readonly list: readonly ListedTitle[]
  readonly transactions: readonly OwnedTitle[]
  /** Whether sponsored titles may be shown: only where the viewer has said so. */
  readonly sponsored: boolean
  /** Empty where nothing is known, or where what is known must not be used. */
  readonly history: readonly HistoryTitle[]
  readonly seen: ReadonlySet<number>
  readonly dismissed: ReadonlySet<ItemHash>
  /** Nothing is known of them. Never said where the profile could not be read. */
  readonly cold: boolean
  readonly behind: boolean
  readonly degradedReasons: readonly string[]
  /** 0 where no profile was read. */
  readonly generation: number
  readonly position: { readonly partition: number; readonly nextOffset: number } | null
}

type GuestTitles = readonly { readonly hash: ItemHash; readonly weight: number }[]

export function askingGuest(titles: GuestTitles, request: RequestFacts): Asker {
  const used = request.withoutPersonalization ? [] : historyOfGuest(titles)
  return {
    ...nobody(),
    audience: combineFacts(request, null),
    history: used,
    // What a guest has just watched is not news, whether or not it shapes the row.
    seen: new Set(titles.map(({ hash }) => fingerprintOf(hash))),
    cold: titles.length === 0,
  }
}

/** For answers to which it makes no difference who asks. */
export function askingNobody(request: RequestFacts): Asker {
  return { ...nobody(), audience: combineFacts(request, null) }
}

export function askingViewer(reading: ProfileReading, request: RequestFacts): Asker {
  if (reading.kind === 'read') return knownViewer(reading, request)
  const { behind, reason } = reading
  return { ...nobody(), audience: factsWithoutProfile(request), behind, degradedReasons: [reason] }
}

function knownViewer(
  { profile, generation, partition, nextOffset, behind }: ProfileRead,
  request: RequestFacts,
): Asker {
  const refused = profile?.consent.personalization?.on === false
  const used = refused || request.withoutPersonalization ? null : profile
  return {
    audience: combineFacts(request, profile?.settings ?? null),
    profile: used,
    list: profile?.list.entries.filter(({ listed }) => listed.on) ?? [],
    transactions: profile?.transactions.entries ?? [],
    sponsored: profile?.consent.sponsored?.on === true,
    history: used === null ? [] : historyOfProfile(used),
    seen: used === null ? new Set() : seenOf(used),
    dismissed: dismissedOf(profile),
    cold: profile === null || (profile.recent.entries.length === 0 && profile.seen.length === 0),
    behind,
    degradedReasons: [],
    generation,
    position: { partition, nextOffset },
  }
}

/** A history of their own each, also the empty one: what is kept with a history is of one request. */
const nobody = (): Omit<Asker, 'audience'> => ({
  profile: null,
  list: [],
  transactions: [],
  sponsored: false,
  history: [],
  seen: new Set(),
  dismissed: new Set(),
  cold: false,
  behind: false,
  degradedReasons: [],
  generation: 0,
  position: null,
})
