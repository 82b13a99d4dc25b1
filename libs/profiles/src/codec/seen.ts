/**
 * `seen`, packed. Titles of `recent` stand in `seen` too, with a day that follows from their time, so in the usual case they
 * are left out here and put back when reading.
 */
import { fingerprintOf } from '@upnext/contracts'
import { recentFields } from '../fold/recent-shape.ts'
import { compareSeen, dayOf } from '../fold/seen.ts'
import type { RecentTitle, SeenTitle } from '../types.ts'
import { ProfileCorruptError } from './reader.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** The number of entries (doubled, plus one where `recent`'s titles are left out), then day distances and fingerprints. */
export function writeSeen(writer: Writer, seen: readonly SeenTitle[], recent: readonly RecentTitle[]): void {
  const implied = impliedBy(recent)
  const days = new Map(seen.map((title) => [title.fingerprint, title.day]))
  const usual = standsIn(implied, days)
  const rest = usual ? seen.filter((title) => !implied.has(title.fingerprint)) : seen
  writer.unsigned(rest.length * 2 + Number(usual))
  let before: number | null = null
  for (const { fingerprint, day } of rest) {
    if (before === null) writer.signed(day)
    else writer.unsigned(before - day)
    writer.u32(fingerprint)
    before = day
  }
}

export function readSeen(reader: Reader, recent: readonly RecentTitle[]): readonly SeenTitle[] {
  const head = reader.head()
  const titles: SeenTitle[] = []
  let before: SeenTitle | null = null
  for (let i = 0; i < head.count; i++) {
    const day: number = before === null ? reader.signed() : before.day - reader.unsigned()
    const title: SeenTitle = { fingerprint: reader.u32(), day }
    if (before !== null && compareSeen(title, before) >= 0)
      throw new ProfileCorruptError('seen titles are out of order')
    titles.push(title)
    before = title
  }
  const implied = impliedBy(recent)
  if (!head.flag) {
    const days = new Map(titles.map((title) => [title.fingerprint, title.day]))
    if (head.count === 0 || standsIn(implied, days))
      throw new ProfileCorruptError('seen titles are written at length without need')
    return titles
  }
  if (implied.size === 0 || titles.some((title) => implied.has(title.fingerprint)))
    throw new ProfileCorruptError('a seen title stands twice')
  const left = [...implied].map(([fingerprint, day]) => ({ fingerprint, day }))
  return [...titles, ...left].sort((a, b) => compareSeen(b, a))
}

function standsIn(implied: ReadonlyMap<number, number>, days: ReadonlyMap<number, number>): boolean {
  return implied.size > 0 && [...implied].every(([fingerprint, day]) => days.get(fingerprint) === day)
}

/** Fingerprint -> day of the newest sign. */
function impliedBy(recent: readonly RecentTitle[]): Map<number, number> {
  const implied = new Map<number, number>()
  // Oldest first, so that of two titles with one fingerprint the newer day stays.
  for (const title of recent.toReversed()) implied.set(fingerprintOf(title.key), dayOf(recentFields.newest(title)))
  return implied
}
