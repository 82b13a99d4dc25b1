/** Where among the titles that anybody has watched the most popular ones end. */
import type { LiveModel } from '@upnext/recsys'

interface Totals {
  /** Of titles that somebody has watched, the greatest first. */
  readonly inOrder: Float64Array
  readonly version: number
  readonly atMs: number
}

/** While popularity changes, a share of all titles hardly does. */
const FRESH_MS = 60_000

const known = new WeakMap<LiveModel, Totals>()

/**
 * The greatest total popularity outside the `share` of the titles that are watched most; titles that are equal to it are outside too.
 * 0 where none is left outside.
 */
export function popularityBelow(live: LiveModel, share: number, nowMs: number): number {
  const { inOrder } = totalsOf(live, nowMs)
  return inOrder[Math.ceil(inOrder.length * share - 1e-9)] ?? 0
}

function totalsOf(live: LiveModel, nowMs: number): Totals {
  const { popularity } = live
  const version = popularity.version()
  const totals = known.get(live)
  if (totals !== undefined && (totals.version === version || Math.abs(nowMs - totals.atMs) < FRESH_MS)) return totals
  const all = Float64Array.from({ length: popularity.size() }, (_, item) => popularity.totalOf(item))
  const fresh = {
    inOrder: all
      .filter((total) => total > 0)
      .sort()
      .reverse(),
    version,
    atMs: nowMs,
  }
  known.set(live, fresh)
  return fresh
}
