/** How titles of `recent` are packed: their newest times, then the ratings, then the sessions. */
import { newestMsOf, recentFields } from '../fold/recent-shape.ts'
import { GREATEST_RATING_CODE } from '../rating.ts'
import type { Rated, RecentTitle } from '../types.ts'
import { itemKeys } from './keys.ts'
import { ProfileCorruptError, checkedTime, countOf, sumOf } from './reader.ts'
import type { Reader } from './reader.ts'
import type { EntriesCodec } from './sections.ts'
import { readSessions, writeSessions } from './sessions.ts'
import { readTimes, writeTimes } from './times.ts'
import type { Writer } from './writer.ts'

/** What a rating is to the newest session of its title. Rated after watching is usual, and a column of zeros takes no bits. */
const RATED_LATER = 0
const RATED_NO_LATER = 1
const ONLY_RATED = 2

/** What a title has at its newest time, and how far the other one, if there is one, lies behind. */
interface Split {
  readonly ratedMs: number | null
  readonly watchedMs: number | null
}

export const recentCodec: EntriesCodec<RecentTitle> = {
  keys: itemKeys,
  fields: recentFields,
  write(writer, titles) {
    writeTimes(writer, titles.map(newestMsOf))
    writeRatings(writer, titles)
    writeSessions(writer, titles)
  },
  read(reader, keys) {
    const times = readTimes(reader, keys.length)
    const { splits, codes } = readRatings(reader, times)
    const sessions = readSessions(
      reader,
      splits.flatMap(({ watchedMs }) => watchedMs ?? []),
    )
    let watched = 0
    return keys.map((key, i) => {
      const { ratedMs, watchedMs } = splits[i] ?? { ratedMs: null, watchedMs: null }
      const rated: Rated | null = ratedMs === null ? null : { atMs: ratedMs, code: codes[i] ?? 0 }
      return { key, sessions: watchedMs === null ? [] : (sessions[watched++] ?? []), rated }
    })
  },
}

/** Columns: rated or not; of the rated ones what they are to the session, the code, and how far the older of both lies behind. */
function writeRatings(writer: Writer, titles: readonly RecentTitle[]): void {
  const kinds: number[] = []
  const codes: number[] = []
  const distances: number[] = []
  for (const { sessions, rated } of titles) {
    if (rated === null) continue
    const [newest] = sessions
    codes.push(rated.code)
    kinds.push(newest === undefined ? ONLY_RATED : rated.atMs > newest.atMs ? RATED_LATER : RATED_NO_LATER)
    if (newest !== undefined) distances.push(Math.abs(rated.atMs - newest.atMs))
  }
  writer.column(titles.map(({ rated }) => (rated === null ? 0 : 1)))
  writer.column(kinds)
  writer.column(codes)
  writer.column(distances)
}

function readRatings(reader: Reader, times: readonly number[]): { splits: Split[]; codes: number[] } {
  const marks = reader.column(times.length, 1)
  const count = sumOf(marks)
  const kinds = reader.column(count, ONLY_RATED)
  const codesOfRated = reader.column(count, GREATEST_RATING_CODE)
  if (codesOfRated.includes(0)) throw new ProfileCorruptError('a rating has no code')
  const distances = reader.column(countOf(kinds, (kind) => kind !== ONLY_RATED))
  const next = { rated: 0, distance: 0 }
  const codes: number[] = []
  const splits = times.map((atMs, i): Split => {
    if (marks[i] === 0) {
      codes.push(0)
      return { ratedMs: null, watchedMs: atMs }
    }
    const kind = kinds[next.rated] ?? 0
    codes.push(codesOfRated[next.rated++] ?? 0)
    if (kind === ONLY_RATED) return { ratedMs: atMs, watchedMs: null }
    const distance = distances[next.distance++] ?? 0
    const olderMs = checkedTime(atMs - distance)
    if (kind === RATED_NO_LATER) return { ratedMs: olderMs, watchedMs: atMs }
    if (distance === 0) throw new ProfileCorruptError('a rating is said to be later and is not')
    return { ratedMs: atMs, watchedMs: olderMs }
  })
  return { splits, codes }
}
