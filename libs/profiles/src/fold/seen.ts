/**
 * Titles seen, in few bytes: a fingerprint and the day of the newest sign. Full, it forgets the oldest days.
 *
 * Days and not only fingerprints, because `erase` must be able to drop what came before it in whatever order things arrive.
 * No horizon is needed: an entry has one value that only grows, so what fell out once would fall out again.
 */
import type { SeenTitle } from '../types.ts'

const DAY_MS = 86_400_000

export function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS)
}

/** Answers `seen` itself where nothing changes. Entries stand newest first, by (day, fingerprint). */
export function addSeen(seen: readonly SeenTitle[], title: SeenTitle, cap: number): readonly SeenTitle[] {
  const at = seen.findIndex((other) => other.fingerprint === title.fingerprint)
  const known = seen[at]
  if (known !== undefined && known.day >= title.day) return seen
  const rest = known === undefined ? seen : seen.toSpliced(at, 1)
  const last = rest[cap - 1]
  if (cap === 0 || (last !== undefined && compareSeen(title, last) < 0)) return seen
  const place = rest.findIndex((other) => compareSeen(other, title) < 0)
  return (place === -1 ? [...rest, title] : rest.toSpliced(place, 0, title)).slice(0, cap)
}

/** Drops the days up to that of `throughMs`: what a day cannot tell apart is forgotten, not kept. */
export function dropSeenThrough(seen: readonly SeenTitle[], throughMs: number): readonly SeenTitle[] {
  const last = dayOf(throughMs)
  const rest = seen.filter((title) => title.day > last)
  return rest.length === seen.length ? seen : rest
}

export function compareSeen(a: SeenTitle, b: SeenTitle): number {
  return a.day - b.day || a.fingerprint - b.fingerprint
}
