/** What popularity adds to each title, kept for a while: it changes slowly, and every query needs it for thousands of titles. */
import type { LiveModel } from '../model/live-model.ts'
import type { RankTables } from './rank-tables.ts'

interface Kept {
  /** With room for titles to come: one that nobody has played gets 0. */
  readonly priors: Float64Array
  readonly atMs: number
  /** Popularity's, as far as it is in `priors`. */
  version: number
}

/** In which a popularity of three days loses a thousandth. */
const FRESH_MS = 6 * 60_000

const kept = new WeakMap<RankTables, Kept>()

/** By title. As of `nowMs` or some minutes from it, in either direction; changes of popularity show at once. */
export function priorsOf(live: LiveModel, tables: RankTables, nowMs: number): Float64Array {
  const { popularity, index } = live
  const known = kept.get(tables)
  if (known !== undefined && Math.abs(nowMs - known.atMs) <= FRESH_MS && index.size() <= known.priors.length) {
    const changed = popularity.changedSince(known.version)
    if (changed !== null) {
      for (const item of changed) known.priors[item] = tables.prior(popularity, item, known.atMs)
      known.version = popularity.version()
      return known.priors
    }
  }
  const priors = new Float64Array(Math.ceil(index.size() * 1.1) + 64)
  for (let item = 0; item < index.size(); item++) priors[item] = tables.prior(popularity, item, nowMs)
  kept.set(tables, { priors, atMs: nowMs, version: popularity.version() })
  return priors
}
