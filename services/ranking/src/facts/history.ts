/** What a row is made from: titles that were watched or rated, newest first, each with what it says about taste. */
import type { ItemHash } from '@upnext/contracts'
import { titleWeight } from '@upnext/learning'
import { starsOf, thumbOf } from '@upnext/profiles'
import type { Profile, RecentTitle, Watched } from '@upnext/profiles'
import { watchedFraction } from '@upnext/recsys'
import { rememberLast } from './remember-last.ts'

export interface HistoryTitle {
  readonly hash: ItemHash
  /** -1 to 1.5. */
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

/** The titles of a history, to be looked up by several who ask about the same one. */
export const titlesOf = rememberLast(
  (history: readonly HistoryTitle[]): ReadonlyMap<ItemHash, HistoryTitle> =>
    new Map(history.map((title) => [title.hash, title])),
)

function toHistoryTitle(title: RecentTitle): HistoryTitle {
  const { key, rated, sessions } = title
  const stars = rated === null ? null : starsOf(rated)
  const thumbUp = rated === null ? null : thumbOf(rated)
  const weight = titleWeight(title)
  return { hash: key, weight, source: 'profile', stars, thumbUp, fraction: furthest(sessions) }
}

/** How much was watched in the session that went furthest; `null` where no length is known. */
function furthest(sessions: readonly Watched[]): number | null {
  let most: number | null = null
  for (const { positionS, durationS } of sessions) {
    const fraction = watchedFraction(positionS, durationS)
    if (fraction !== null && (most === null || fraction > most)) most = fraction
  }
  return most
}
