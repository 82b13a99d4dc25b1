/**
 * How a title's sessions and its rating merge. Each session is a field, with its start as its time: of one session the furthest
 * point wins, of all sessions the newest stay. Sessions that no longer fit need no horizon of their own: the newest of a set are
 * the newest whatever came first, and cuts take the oldest away.
 */
import type { Rated, RecentTitle, Watched } from '../types.ts'
import type { Fields, Shape } from './section.ts'
import { compareText, greater, kept, oldestOf } from './shapes.ts'

export const recentFields: Fields<RecentTitle> = {
  newest: newestMsOf,
  oldest: (title) => oldestOf(title.sessions.at(-1) ?? null, title.rated),
  select(title, keep) {
    const sessions = title.sessions.filter((session) => keep(session.atMs))
    const rated = kept(title.rated, keep)
    if (sessions.length === 0 && rated === null) return null
    const same = sessions.length === title.sessions.length && rated === title.rated
    return same ? title : { key: title.key, sessions, rated }
  },
}

const shapes = new Map<number, Shape<RecentTitle>>()

/** `cap`: sessions kept of each title. The same answer for the same cap: this is asked for with every event. */
export function recentShape(cap: number): Shape<RecentTitle> {
  const known = shapes.get(cap)
  if (known !== undefined) return known
  const shape = makeShape(cap)
  shapes.set(cap, shape)
  return shape
}

function makeShape(cap: number): Shape<RecentTitle> {
  return {
    ...recentFields,
    merge(a, b) {
      const sessions = b.sessions.reduce((all, session) => addSession(all, session, cap), a.sessions)
      const rated = greater(a.rated, b.rated, compareRated)
      return sessions === a.sessions && rated === a.rated ? a : { key: a.key, sessions, rated }
    },
  }
}

/** When the title was watched or rated last. */
export function newestMsOf(title: RecentTitle): number {
  const [watched] = title.sessions
  if (watched === undefined) return title.rated?.atMs ?? Number.NEGATIVE_INFINITY
  return title.rated !== null && title.rated.atMs > watched.atMs ? title.rated.atMs : watched.atMs
}

/** Answers `sessions` itself where nothing changes. */
function addSession(sessions: readonly Watched[], session: Watched, cap: number): readonly Watched[] {
  const place = sessions.findIndex((other) => compareSession(other, session) <= 0)
  if (place === -1) return sessions.length < cap ? [...sessions, session] : sessions
  const other = sessions[place]
  if (other !== undefined && compareSession(other, session) === 0)
    return compareWatched(session, other) > 0 ? sessions.with(place, session) : sessions
  return sessions.toSpliced(place, 0, session).slice(0, cap)
}

/**
 * Whether sessions that start at this time are told apart by a byte of their ids. Players send milliseconds, and nobody presses
 * "play" twice in one of them; imports often know no more than the second or the day, where many sessions start at once.
 */
export function hasSessionByte(startedAtMs: number): boolean {
  return Number.isInteger(startedAtMs / 1000)
}

/** Which session it is, the one that started last being the greatest. */
export function compareSession(a: Watched, b: Watched): number {
  return a.atMs - b.atMs || a.session - b.session
}

/** Within a session the furthest point is the greatest. */
export function compareWatched(a: Watched, b: Watched): number {
  return (
    compareSession(a, b) || compareText(a.episode, b.episode) || a.positionS - b.positionS || a.durationS - b.durationS
  )
}

export function compareRated(a: Rated, b: Rated): number {
  return a.atMs - b.atMs || a.code - b.code
}
