/**
 * `seen`, packed. Titles of `recent` stand in `seen` too, with a day that follows from their time, so in the usual case they
 * are left out here and put back when reading.
 */
import { fingerprintOf } from '@upnext/contracts'
import { newestMsOf } from '../fold/recent-shape.ts'
import { compareSeen, dayOf } from '../fold/seen.ts'
import type { RecentTitle, SeenTitle } from '../types.ts'
import { ProfileCorruptError, checkedTime } from './reader.ts'
import { distancesOf } from './times.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

const FINGERPRINT_BITS = 32

/** The number of entries, whether `recent`'s titles are left out, the first day, day distances, fingerprints. */
export function writeSeen(writer: Writer, seen: readonly SeenTitle[], recent: readonly RecentTitle[]): void {
  const implied = impliedBy(recent)
  const usual = standsIn(implied, seen)
  const rest = usual ? seen.filter((title) => !implied.has(title.fingerprint | 0)) : seen
  writer.number(rest.length)
  writer.flag(usual)
  const [first] = rest
  if (first === undefined) return
  writer.signed(first.day)
  writer.column(distancesOf(rest.map(({ day }) => day)))
  for (const { fingerprint } of rest) writer.bits(fingerprint, FINGERPRINT_BITS)
}

export function readSeen(reader: Reader, recent: readonly RecentTitle[]): readonly SeenTitle[] {
  const count = reader.count()
  const usual = reader.flag()
  const titles = readTitles(reader, count)
  const implied = impliedBy(recent)
  if (!usual) {
    if (count === 0 || standsIn(implied, titles))
      throw new ProfileCorruptError('seen titles are written at length without need')
    return titles
  }
  if (implied.size === 0 || titles.some((title) => implied.has(title.fingerprint | 0)))
    throw new ProfileCorruptError('a seen title stands twice')
  for (const [fingerprint, day] of implied) titles.push({ fingerprint: fingerprint >>> 0, day })
  return titles.sort((a, b) => compareSeen(b, a))
}

function readTitles(reader: Reader, count: number): SeenTitle[] {
  if (count === 0) return []
  let day = reader.signed()
  const days = [day]
  for (const distance of reader.column(count - 1)) days.push((day -= distance))
  // The last is the least.
  checkedTime(day)
  const titles = days.map((day): SeenTitle => ({ fingerprint: reader.bits(FINGERPRINT_BITS), day }))
  const disordered = titles.some((title, i) => i > 0 && compareSeen(title, titles[i - 1] ?? title) >= 0)
  if (disordered) throw new ProfileCorruptError('seen titles are out of order')
  return titles
}

/** Whether `seen` has all of them with the same days. */
function standsIn(implied: ReadonlyMap<number, number>, seen: readonly SeenTitle[]): boolean {
  let found = 0
  for (const { fingerprint, day } of seen) if (implied.get(fingerprint | 0) === day) found++
  return implied.size > 0 && found === implied.size
}

/** Fingerprint -> day of the newest sign. Fingerprints as signed integers, which maps find several times as fast. */
function impliedBy(recent: readonly RecentTitle[]): Map<number, number> {
  const implied = new Map<number, number>()
  // Oldest first, so that of two titles with one fingerprint the newer day stays.
  for (let i = recent.length - 1; i >= 0; i--) {
    const title = recent[i]
    if (title !== undefined) implied.set(fingerprintOf(title.key) | 0, dayOf(newestMsOf(title)))
  }
  return implied
}
