/** Titles of a profile, said in minutes and seconds. For tests only. */
import { itemHash } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { Profile, RecentTitle, Watched } from '@upnext/profiles'

/** What tests count time in. */
export const MINUTE_MS = 60_000
/** How long the titles of these tests are. */
export const LENGTH_S = 6000
export const TO_THE_END = LENGTH_S
export const BOUNCE = 10

export function aSession(minute: number, positionS: number, parts: Partial<Watched> = {}): Watched {
  return { atMs: minute * MINUTE_MS, session: 0, episode: '', positionS, durationS: LENGTH_S, ...parts }
}

/** `halfStars`: rated in this minute. */
export function aTitle(
  id: string,
  sessions: readonly Watched[],
  rated: { minute: number; halfStars: number } | null = null,
): RecentTitle {
  const rating = rated === null ? null : { atMs: rated.minute * MINUTE_MS, code: rated.halfStars }
  return { key: itemHash(id), sessions, rated: rating }
}

/** In the order given. */
export function aProfile(...entries: readonly RecentTitle[]): Profile {
  return { ...emptyProfile(), recent: { entries, horizon: null } }
}
