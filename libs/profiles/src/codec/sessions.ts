/**
 * Playback sessions, packed: those of all titles in one run, each title's newest first. Nearly all titles have one session, so
 * what an older one shares with the one before it (episode, duration) is not written again.
 */
import { compareSession, hasSessionByte } from '../fold/recent-shape.ts'
import type { RecentTitle, Watched } from '../types.ts'
import { readItems } from './keys.ts'
import { ProfileCorruptError, checkedTime, countOf, sumOf } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

const GREATEST_BYTE = 255

/** What the episode of a session is to that of the one before. The first of a title: as if the one before had none. */
const AS_BEFORE = 0
const OWN_EPISODE = 1
const NO_EPISODE = 2

/** Columns. The newest session's time is known to the reader from the title's. */
export function writeSessions(writer: Writer, titles: readonly RecentTitle[]): void {
  const older: number[] = []
  const distances: number[] = []
  const bytes: number[] = []
  const episodes: number[] = []
  const ownEpisodes: string[] = []
  const positions: number[] = []
  const newDurations: number[] = []
  const durations: number[] = []
  for (const { sessions } of titles) {
    if (sessions.length > 0) older.push(sessions.length - 1)
    let before: Watched | null = null
    for (const session of sessions) {
      const { episode, durationS } = session
      if (hasSessionByte(session.atMs)) bytes.push(session.session)
      else if (session.session !== 0)
        throw new RangeError(`session ${session.session} at ${session.atMs} ms cannot be packed`)
      positions.push(session.positionS)
      if (episode === (before?.episode ?? '')) episodes.push(AS_BEFORE)
      else if (episode === '') episodes.push(NO_EPISODE)
      else {
        episodes.push(OWN_EPISODE)
        ownEpisodes.push(episode)
      }
      if (before !== null) {
        distances.push(before.atMs - session.atMs)
        newDurations.push(durationS === before.durationS ? 0 : 1)
      }
      if (durationS !== before?.durationS) durations.push(durationS)
      before = session
    }
  }
  writer.column(older)
  writer.column(distances)
  writer.column(bytes)
  writer.column(episodes)
  writer.hex(ownEpisodes.join(''))
  writer.column(positions)
  writer.column(newDurations)
  writer.column(durations)
}

/** `newest`: the time of each watched title's newest session. Answers the sessions of each. */
export function readSessions(reader: Reader, newest: readonly number[]): Watched[][] {
  const older = reader.column(newest.length)
  const starts = readStarts(reader, newest, older)
  const bytes = reader.column(countOf(starts, hasSessionByte), GREATEST_BYTE)
  const marks = reader.column(starts.length, NO_EPISODE)
  const episodes = readItems(
    reader,
    countOf(marks, (mark) => mark === OWN_EPISODE),
  )
  const positions = reader.column(starts.length)
  const newDurations = reader.column(starts.length - newest.length, 1)
  const durations = reader.column(newest.length + sumOf(newDurations))

  let [at, nextByte, nextEpisode, nextOlder, nextDuration] = [0, 0, 0, 0, 0]
  const one = (before: Watched | null): Watched => {
    const atMs = starts[at] ?? 0
    const mark = marks[at] ?? AS_BEFORE
    const session = hasSessionByte(atMs) ? (bytes[nextByte++] ?? 0) : 0
    const own = mark === OWN_EPISODE ? (episodes[nextEpisode++] ?? '') : ''
    const isNew = before === null || newDurations[nextOlder++] === 1
    const watched: Watched = {
      atMs,
      session,
      episode: mark === AS_BEFORE && before !== null ? before.episode : own,
      positionS: positions[at++] ?? 0,
      durationS: isNew ? (durations[nextDuration++] ?? 0) : before.durationS,
    }
    if (before !== null) checkOlder(watched, before, mark, isNew)
    else if (mark === NO_EPISODE) throw repeated()
    return watched
  }
  return older.map((count) => {
    let before = one(null)
    const sessions = [before]
    for (let left = count; left > 0; left--) sessions.push((before = one(before)))
    return sessions
  })
}

/** The times of all sessions, in their order. */
function readStarts(reader: Reader, newest: readonly number[], older: readonly number[]): number[] {
  const distances = reader.column(sumOf(older))
  if (distances.length === 0) return [...newest]
  const starts: number[] = []
  let next = 0
  newest.forEach((newestMs, title) => {
    let atMs = newestMs
    starts.push(atMs)
    for (let left = older[title] ?? 0; left > 0; left--) starts.push((atMs -= distances[next++] ?? 0))
    checkedTime(atMs)
  })
  return starts
}

function checkOlder(session: Watched, before: Watched, mark: number, isNew: boolean): void {
  if (compareSession(session, before) >= 0) throw new ProfileCorruptError('sessions are out of order')
  if (mark !== AS_BEFORE && session.episode === before.episode) throw repeated()
  if (isNew && session.durationS === before.durationS) throw repeated()
}

function repeated(): ProfileCorruptError {
  return new ProfileCorruptError('a session repeats what stands in the one before it')
}
