/** Profiles of viewers who follow each other, for tests. */
import type { ViewerKey } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { FollowedViewer, Profile } from '@upnext/profiles'
import { aProfileOf, aRecent } from './some-titles.ts'

/** One entry of a profile's `following`, by the times of its decisions. */
export function following(
  key: ViewerKey,
  { requested, accepted, on = true }: { requested?: number; accepted?: number; on?: boolean },
): FollowedViewer {
  const decision = (atMs: number | undefined) => (atMs === undefined ? null : { atMs, on })
  return { key, requested: decision(requested), accepted: decision(accepted) }
}

/** Somebody who has watched these titles to the end, shares that, and lets `follower` follow. */
export function aFriend(follower: ViewerKey, watched: readonly string[]): Profile {
  const { settings } = emptyProfile()
  const entries = watched.map((id, i) => aRecent(id, [{ daysAgo: 1 + i }]))
  return aProfileOf(entries, {
    settings: { ...settings, shareWatching: { atMs: 1, value: true } },
    following: { entries: [following(follower, { accepted: 1 })], horizon: null },
  })
}
