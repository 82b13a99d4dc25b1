import { fingerprint, itemHash } from '@upnext/contracts'
import type { EventFacts } from '@upnext/contracts'
import type { FeatureDeps } from '@upnext/feature'
import { fold } from '@upnext/profiles'
import type { Profile, RecentTitle, Watched } from '@upnext/profiles'

/**
 * A fold that is right for events that come once and in order, and for no others: of two ratings, and of two reports of a playback
 * session, the one that arrives last counts; and a report that comes twice counts as two sessions.
 */
export const carelessFold: NonNullable<FeatureDeps['fold']> = (profile, event, caps) => {
  const kind = event.kind
  if (kind?.$case === 'rating') {
    return fold(
      withTitle(profile, itemHash(kind.value.itemId), (title) => ({ ...title, rated: null })),
      event,
      caps,
    )
  }
  if (kind?.$case !== 'watch') return fold(profile, event, caps)
  const key = itemHash(kind.value.itemId)
  const known = profile.recent.entries.find((title) => title.key === key)?.sessions ?? []
  const same = known.find((session) => isSession(session, event))
  if (same?.positionS === kind.value.positionS) return fold(profile, later(event), caps)
  const without = withTitle(profile, key, (title) => ({
    ...title,
    sessions: title.sessions.filter((session) => session !== same),
  }))
  return fold(without, event, caps)
}

function isSession({ atMs, session }: Watched, { kind }: EventFacts): boolean {
  if (kind?.$case !== 'watch') return false
  // Where sessions are not told apart by their ids, the byte is 0.
  if (session !== 0 && session !== fingerprint(kind.value.sessionId) >>> 24) return false
  return atMs === kind.value.sessionStartedAtMs
}

/** The same report, of a session that began a moment later. */
function later(event: EventFacts): EventFacts {
  if (event.kind?.$case !== 'watch') return event
  const value = { ...event.kind.value, sessionStartedAtMs: event.kind.value.sessionStartedAtMs + 1 }
  return { ...event, kind: { $case: 'watch', value } }
}

function withTitle(profile: Profile, key: string, change: (title: RecentTitle) => RecentTitle): Profile {
  const { entries, horizon } = profile.recent
  const changed = entries.map((title) => (title.key === key ? change(title) : title))
  return { ...profile, recent: { entries: changed.filter(isSomething), horizon } }
}

function isSomething({ sessions, rated }: RecentTitle): boolean {
  return sessions.length > 0 || rated !== null
}
