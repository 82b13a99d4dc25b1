/** What a row is made from: titles that were watched or rated, newest first, each with what it says about taste. */
import type { ItemHash } from '@upnext/contracts'
import { starsOf, thumbOf } from '@upnext/profiles'
import type { Profile, RecentTitle } from '@upnext/profiles'
import { gradedWeight, watchedFraction } from '@upnext/recsys'

export interface HistoryTitle {
  readonly hash: ItemHash
  /** -1 to 1. */
  readonly weight: number
  /** `named`: the request itself named it, as just ended or asked about. */
  readonly source: 'profile' | 'guest' | 'named'
  /** What the viewer did with it, as far as the profile says; `null`: unknown. */
  readonly stars: number | null
  readonly thumbUp: boolean | null
  readonly fraction: number | null
}

export function historyOfProfile(profile: Profile): HistoryTitle[] {
  return profile.recent.entries.map(toHistoryTitle)
}

export function historyOfGuest(
  titles: readonly { readonly hash: ItemHash; readonly weight: number }[],
): HistoryTitle[] {
  const newest = new Map<ItemHash, HistoryTitle>()
  for (const { hash, weight } of titles)
    if (!newest.has(hash))
      newest.set(hash, { hash, weight, source: 'guest', stars: null, thumbUp: null, fraction: null })
  return [...newest.values()]
}

/** Puts a title first, whatever was known of it before. */
export function withNamedTitle(history: readonly HistoryTitle[], hash: ItemHash): HistoryTitle[] {
  const known = history.find((title) => title.hash === hash)
  const named: HistoryTitle = {
    ...(known ?? { stars: null, thumbUp: null, fraction: null }),
    hash,
    weight: 1,
    source: 'named',
  }
  return [named, ...history.filter((title) => title.hash !== hash)]
}

function toHistoryTitle({ key, watched, rated }: RecentTitle): HistoryTitle {
  const stars = rated === null ? null : starsOf(rated)
  const thumbUp = rated === null ? null : thumbOf(rated)
  const fraction = watched === null ? null : watchedFraction(watched.positionS, watched.durationS)
  const positionS = watched?.positionS ?? null
  const weight = gradedWeight({ stars, thumb: thumbUp, fraction, positionS })
  return { hash: key, weight, source: 'profile', stars, thumbUp, fraction }
}
