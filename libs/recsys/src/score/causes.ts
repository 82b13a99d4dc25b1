/**
 * Why a title was answered. A score is the sum of what each channel adds, f_c(v_c), of popularity and of having been watched
 * before; a channel's part is divided among the titles of the history in proportion to what each gave to its raw score. So the
 * parts add up to the score exactly, also after the re-ranker: a logarithm of a sum is shared as the sum is.
 */
import { eachPassOf } from './accumulate.ts'
import { amountOf } from './channel-plan.ts'
import type { ScoredHistory } from './channel-plan.ts'
import { lookFor } from './look-for.ts'
import { priorsOf } from './priors.ts'
import type { Cause, ScoringQuery } from './query.ts'
import type { RankTables } from './rank-tables.ts'
import type { Scratch } from './scratch.ts'

/** What a title was scored with. */
export interface ScoredWith {
  readonly query: ScoringQuery
  readonly history: ScoredHistory
  /** By slot; see `findCandidates`. */
  readonly scales: Float64Array
  /** Holds the scores. */
  readonly scratch: Scratch
}

/**
 * What spoke for a title that the scratch holds, greatest first, as shares of their sum. `others` will be asked about too: what leads to
 * all of them is looked for at once.
 */
export function causesOf(scored: ScoredWith, item: number, others: Iterable<number>): readonly Cause[] {
  const all = contributionsTo(scored, item, others)
  let sum = 0
  let positive = 0
  for (const cause of all) {
    if (!(cause.share > 0)) continue
    sum += cause.share
    // Its own objects, made a moment ago: a page has a thousand.
    all[positive++] = cause
  }
  if (positive === 0) return leastAgainst(all)
  all.length = positive
  for (const cause of all) cause.share /= sum
  sortInPlace(all, comesBefore(scored.query))
  return all
}

/** A cause whose share is not one yet. */
type Contribution = Writable<Cause>

type Writable<T> = T extends unknown ? { -readonly [Part in keyof T]: T[Part] } : never

/**
 * What each title of the history, popularity and having been watched before gave to a title's score: together exactly the score,
 * before it is answered as a probability, less that of one of which nothing is known. Some may be negative.
 */
export function contributionsTo(scored: ScoredWith, item: number, others: Iterable<number> = [item]): Contribution[] {
  const { query, history, scratch } = scored
  const { live, again, atMs } = query
  const tables = again === true ? live.again : live.fresh
  if (scratch.arrays.placeOf[item] === 0) lookFor(others, scratch)
  const parts = partsOf(scored, tables, item)
  const causes: Contribution[] = []
  for (let d = 0; d < history.titles.length; d++) {
    const share = parts[d] ?? 0
    // Few titles of a history lead to any one title.
    if (share !== 0) causes.push({ kind: 'title', item: history.titles[d] ?? 0, share })
  }
  if (tables.learned) causes.push({ kind: 'popular', share: priorsOf(live, tables, atMs)[item] ?? 0 })
  const place = again === true ? query.history.findIndex((entry) => entry.item === item) : -1
  if (place >= 0) causes.push({ kind: 'again', share: tables.watchedBefore(place) })
  return causes
}

/** By place in the history, until it is asked again. Follows the title's entries back, pass by pass. */
function partsOf({ query, history, scales, scratch }: ScoredWith, tables: RankTables, item: number): Float64Array {
  const { plan } = query.live
  const { sums, placeOf, lastOf, notedRows, notedScores, earlier } = scratch.arrays
  const { length } = history.titles
  const parts = scratch.parts.fill(0, 0, length)
  let last = lastOf[placeOf[item] ?? 0] ?? 0
  eachPassOf(plan, scratch, item, (p, cell) => {
    const { readings = [], firstSlot = 0 } = plan.passes[p] ?? {}
    const firstRow = p * length
    for (let r = 0; r < readings.length; r++) {
      const reading = readings[r]
      const sum = sums[cell + r] ?? 0
      if (reading === undefined || sum === 0) continue
      // What one unit of raw score is worth: f_c(v) / s.
      const worth = tables.channel(reading.channel, Math.max(-1, sum * (scales[firstSlot + r] ?? 0))) / sum
      for (let entry = last; entry > 0 && (notedRows[entry - 1] ?? 0) >= firstRow; entry = earlier[entry - 1] ?? 0) {
        const d = (notedRows[entry - 1] ?? 0) - firstRow
        parts[d] = (parts[d] ?? 0) + worth * amountOf(reading, history, d) * (notedScores[entry - 1] ?? 0)
      }
    }
    while (last > 0 && (notedRows[last - 1] ?? 0) >= firstRow) last = earlier[last - 1] ?? 0
  })
  return parts
}

/** Learned weights may hold all against a title, and yet more against every other one: then it is there for what says least against it. */
function leastAgainst(causes: readonly Contribution[]): Cause[] {
  const [first, ...rest] = causes.filter(({ kind }) => kind === 'title')
  if (first === undefined) return []
  return [{ ...rest.reduce((best, cause) => (cause.share > best.share ? cause : best), first), share: 1 }]
}

function comesBefore({ live: { index } }: ScoringQuery): (a: Cause, b: Cause) => boolean {
  return (a, b) => {
    if (a.share !== b.share || a.kind !== 'title' || b.kind !== 'title') return a.share > b.share
    return index.hashOf(a.item) < index.hashOf(b.item)
  }
}

/** By insertion: there are few, and the language's own sort makes three lists for it. */
function sortInPlace(causes: Cause[], comesFirst: (a: Cause, b: Cause) => boolean): void {
  for (let end = 1; end < causes.length; end++) {
    const cause = causes[end]
    if (cause === undefined) continue
    let at = end
    for (let before = causes[at - 1]; before !== undefined && comesFirst(cause, before); before = causes[at - 1]) {
      causes[at--] = before
    }
    causes[at] = cause
  }
}
