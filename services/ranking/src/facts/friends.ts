/**
 * What friends let a viewer know of: a second read of the store, only for pages with such a row. Whoever does not share shows nothing,
 * and what is answered says not who it is of. Never rejects.
 */
import type { ViewerKey } from '@upnext/contracts'
import { GenerationDroppedError, viewerPartition } from '@upnext/ports'
import { ProfileCorruptError, decodeProfile } from '@upnext/profiles'
import type { Profile, RecentTitle } from '@upnext/profiles'
import { dismissedOf } from './facts.ts'
import { LEAST_TIME_MS } from './read-profile.ts'
import type { ReadProfileOptions } from './read-profile.ts'
import { within } from './within.ts'

/** Read for one page: those whom the viewer asked to follow last. */
export const MOST_FRIENDS = 20

export interface FriendsQuestion {
  readonly key: ViewerKey
  /** `null`: nothing is known of the viewer, or may be used. */
  readonly profile: Profile | null
  /** When the caller stops listening; `null`: never. */
  readonly deadlineMs: number | null
}

export interface FriendsReading {
  readonly friends: readonly SharedWatching[]
  /** Why there may be more that could not be read. */
  readonly degradedReasons: readonly 'FRIENDS_UNAVAILABLE'[]
}

/** What one friend shares. */
export interface SharedWatching {
  /** Newest first; without titles that the friend does not want. */
  readonly recent: readonly RecentTitle[]
}

/** Within the same budget as a profile. One friend's profile that is corrupt hides that friend alone. */
export async function readFriends(options: ReadProfileOptions, question: FriendsQuestion): Promise<FriendsReading> {
  const { clock, budgetMs } = options
  const { key, profile, deadlineMs } = question
  const keys = profile === null ? [] : followedBy(profile, key)
  if (keys.length === 0) return { friends: [], degradedReasons: [] }
  const left = deadlineMs === null ? Infinity : deadlineMs - clock.now()
  if (left < LEAST_TIME_MS) return UNAVAILABLE
  try {
    const read = await within(Math.min(budgetMs, left / 2), fetchAll(options, keys))
    const profiles = read.map(decodeOrNull)
    const friends = profiles.filter((friend) => friend !== null).filter((friend) => sharesWith(friend, key))
    return {
      friends: friends.map(toShared),
      degradedReasons: profiles.includes(null) ? UNAVAILABLE.degradedReasons : [],
    }
  } catch {
    return UNAVAILABLE
  }
}

const UNAVAILABLE: FriendsReading = { friends: [], degradedReasons: ['FRIENDS_UNAVAILABLE'] }

/** Whom a viewer asked to follow, the newest requests first. */
function followedBy({ following }: Profile, self: ViewerKey): ViewerKey[] {
  return following.entries
    .flatMap(({ key, requested }) => (requested?.on === true && key !== self ? [{ key, atMs: requested.atMs }] : []))
    .sort((a, b) => b.atMs - a.atMs || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_FRIENDS)
    .map(({ key }) => key)
}

/**
 * Whether a friend lets this viewer see what they watch: they share, have accepted this viewer, and let their history be used. A
 * child's is nobody's business, whatever its settings say. All of it is the friend's own profile's word, so that an erased or
 * retired one, which has forgotten whom it accepted, shows nothing.
 */
export function sharesWith({ settings, following, consent }: Profile, follower: ViewerKey): boolean {
  if (settings.shareWatching?.value !== true || settings.kids?.value === true) return false
  if (consent.personalization?.on === false) return false
  return following.entries.some(({ key, accepted }) => key === follower && accepted?.on === true)
}

function toShared(friend: Profile): SharedWatching {
  const dismissed = dismissedOf(friend)
  return { recent: friend.recent.entries.filter(({ key }) => !dismissed.has(key)) }
}

/** The profiles that exist, of one generation; one read a partition, all of them at once. */
async function fetchAll(options: ReadProfileOptions, keys: readonly ViewerKey[]): Promise<Uint8Array[]> {
  const { generations } = options
  try {
    return await fetchFrom(options, await generations.current(), keys)
  } catch (error) {
    // Switched and dropped within the second that the pointer is old.
    if (!(error instanceof GenerationDroppedError)) throw error
    return fetchFrom(options, await generations.renewed(), keys)
  }
}

async function fetchFrom(
  { profiles }: ReadProfileOptions,
  generation: number,
  keys: readonly ViewerKey[],
): Promise<Uint8Array[]> {
  if (generation === 0) return []
  const byPartition = new Map<number, ViewerKey[]>()
  for (const key of keys) {
    const partition = viewerPartition(key)
    byPartition.set(partition, [...(byPartition.get(partition) ?? []), key])
  }
  const reads = [...byPartition].map(([partition, group]) => profiles.read(generation, partition, group))
  const views = await Promise.all(reads)
  return views.flatMap((view) => view.profiles).filter((bytes) => bytes !== null)
}

function decodeOrNull(bytes: Uint8Array): Profile | null {
  try {
    return decodeProfile(bytes, { impressions: false })
  } catch (error) {
    if (error instanceof ProfileCorruptError) return null
    throw error
  }
}
