/** Times that stand newest first: the first, then a column of how far each lies behind the one before. */
import { ProfileCorruptError, checkedTime, countOf } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

interface Timed {
  readonly atMs: number
}

export function writeTimes(writer: Writer, times: readonly number[]): void {
  const [first] = times
  if (first === undefined) return
  writer.time(first)
  writer.column(distancesOf(times))
}

/** How far each but the first lies behind the one before. */
export function distancesOf(descending: readonly number[]): number[] {
  const distances: number[] = []
  for (let i = 1; i < descending.length; i++) distances.push((descending[i - 1] ?? 0) - (descending[i] ?? 0))
  return distances
}

export function readTimes(reader: Reader, count: number): number[] {
  if (count === 0) return []
  let atMs = reader.time()
  const times = [atMs]
  for (const distance of reader.column(count - 1)) times.push((atMs -= distance))
  // The last is the least.
  checkedTime(atMs)
  return times
}

/** One of two fields, or both. */
export type Pair<Field> = readonly [Field | null, Field | null]

const ONLY_SECOND = 1
/** Both, the first not older than the second. */
const BOTH = 2
const BOTH_SECOND_NEWER = 3

/**
 * Entries of two fields, of which one may be missing: the newest time of each, a column that says which fields there are, and
 * a column of how far the older of two lies behind the newer.
 */
export function writePairs(writer: Writer, pairs: readonly Pair<Timed>[]): void {
  const times: number[] = []
  const kinds: number[] = []
  const distances: number[] = []
  for (const [first, second] of pairs) {
    const a = first?.atMs ?? Number.NEGATIVE_INFINITY
    const b = second?.atMs ?? Number.NEGATIVE_INFINITY
    times.push(Math.max(a, b))
    kinds.push(second === null ? 0 : first === null ? ONLY_SECOND : a >= b ? BOTH : BOTH_SECOND_NEWER)
    if (first !== null && second !== null) distances.push(Math.abs(a - b))
  }
  writeTimes(writer, times)
  writer.column(kinds)
  writer.column(distances)
}

/** Times of the fields of `count` entries. */
export function readPairs(reader: Reader, count: number): Pair<number>[] {
  const times = readTimes(reader, count)
  const kinds = reader.column(count, BOTH_SECOND_NEWER)
  const distances = reader.column(countOf(kinds, (kind) => kind >= BOTH))
  let both = 0
  return times.map((atMs, i) => {
    const kind = kinds[i] ?? 0
    if (kind === 0) return [atMs, null]
    if (kind === ONLY_SECOND) return [null, atMs]
    const distance = distances[both++] ?? 0
    const olderMs = checkedTime(atMs - distance)
    if (kind === BOTH) return [atMs, olderMs]
    if (distance === 0) throw new ProfileCorruptError('the newer of two fields is no newer')
    return [olderMs, atMs]
  })
}
