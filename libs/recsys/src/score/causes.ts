/**
 * Why a title was answered. A score is the sum of what each channel adds, f_c(v_c), of popularity and of having been watched
 * before; a channel's part is divided among the titles of the history in proportion to what each gave to its raw score. So the
 * parts add up to the score exactly, also after the re-ranker: a logarithm of a sum is shared as the sum is.
 */
import type { ScoredHistory } from './accumulate.ts'
import { amountOf } from './accumulate.ts'
import { priorsOf } from './priors.ts'
import type { Cause, NextQuery } from './query.ts'
import type { RowPlace } from './row-source.ts'
import type { Scratch } from './scratch.ts'

/**
 * What history title d gave to answer `at` stands at at * (history + 1) + d, and what popularity gave comes after the last; each may be
 * negative.
 */
export type Parts = Float64Array

/**
 * `items`: the answer. Follows each title's entries back, so that it costs no second walk over the rows. All that may change later is
 * noted: causes can be asked for when the scratch is somebody else's.
 */
export function collectParts(
  query: NextQuery,
  history: ScoredHistory,
  scales: Float64Array,
  scratch: Scratch,
  items: readonly number[],
): Parts {
  const { live, again } = query
  const { passes } = live.plan
  const tables = again === true ? live.again : live.fresh
  const { slots, lastEntry, earlier, entries, sums, origins, rows } = scratch
  const length = history.titles.length
  const width = length + 1
  const parts = new Float64Array(items.length * width)
  const priors = tables.learned ? priorsOf(live, tables, query.atMs) : null
  const rowEnds = endsOf(rows, length * passes.length)
  for (let at = 0; at < items.length; at++) {
    parts[at * width + length] = priors?.[items[at] ?? 0] ?? 0
    let row = rowEnds.length - 1
    let next = lastEntry[slots[items[at] ?? 0] ?? 0] ?? 0
    for (; next > 0; next = earlier[next - 1] ?? 0) {
      const entry = next - 1
      while (row > 0 && entry < (rowEnds[row - 1] ?? 0)) row -= 1
      const p = Math.floor(row / length)
      const d = row - p * length
      const score = rows[row]?.scores[(rows[row]?.end ?? 0) - (rowEnds[row] ?? 0) + entry] ?? 0
      const readings = passes[p]?.readings ?? []
      const first = (origins[p] ?? 0) + (entries[entry] ?? 0) * readings.length
      let part = 0
      for (let r = 0; r < readings.length; r++) {
        const reading = readings[r]
        const sum = sums[first + r] ?? 0
        if (reading === undefined || sum === 0) continue
        // What one unit of raw score is worth: f_c(v) / s.
        const worth = tables.channel(reading.channel, Math.max(-1, sum * (scales[reading.channel] ?? 0))) / sum
        part += worth * amountOf(reading, history, d) * score
      }
      parts[at * width + d] = (parts[at * width + d] ?? 0) + part
    }
  }
  return parts
}

/** The entry after the last of each row. */
function endsOf(rows: readonly RowPlace[], count: number): Uint32Array {
  const ends = new Uint32Array(count)
  let end = 0
  for (let row = 0; row < count; row++) {
    end += (rows[row]?.end ?? 0) - (rows[row]?.start ?? 0)
    ends[row] = end
  }
  return ends
}

/**
 * What each title of the history, popularity and having been watched before gave to the answer's score: together exactly the
 * score of the title, before it is answered as a probability, less that of one of which nothing is known. Some may be negative.
 */
export function contributionsTo(query: NextQuery, parts: Parts, at: number, item: number): Cause[] {
  const { history, live, again } = query
  const tables = again === true ? live.again : live.fresh
  const read = history.slice(0, live.model.parameters.historyLimit)
  const causes: Cause[] = read.map((entry, d) => ({
    kind: 'title',
    item: entry.item,
    share: parts[at * (read.length + 1) + d] ?? 0,
  }))
  if (tables.learned) causes.push({ kind: 'popular', share: parts[at * (read.length + 1) + read.length] ?? 0 })
  const place = again === true ? history.findIndex((entry) => entry.item === item) : -1
  if (place >= 0) causes.push({ kind: 'again', share: tables.watchedBefore(place) })
  return causes
}

/** What spoke for the title at `at` of the answer, greatest first, as shares of their sum. */
export function causesOf(query: NextQuery, parts: Parts, at: number, item: number): Cause[] {
  const all = contributionsTo(query, parts, at, item)
  const positive = all.filter(({ share }) => share > 0)
  if (positive.length === 0) return leastAgainst(all)
  const sum = positive.reduce((total, { share }) => total + share, 0)
  return positive.sort(inOrder(query)).map((cause) => ({ ...cause, share: cause.share / sum }))
}

/** Learned weights may hold all against a title, and yet more against every other one: then it is there for what says least against it. */
function leastAgainst(causes: readonly Cause[]): Cause[] {
  const [first, ...rest] = causes.filter(({ kind, share }) => kind === 'title' && share < 0)
  if (first === undefined) return []
  return [{ ...rest.reduce((best, cause) => (cause.share > best.share ? cause : best), first), share: 1 }]
}

function inOrder({ live: { index } }: NextQuery): (a: Cause, b: Cause) => number {
  return (a, b) => {
    if (a.share !== b.share || a.kind !== 'title' || b.kind !== 'title') return b.share - a.share
    return index.hashOf(a.item) < index.hashOf(b.item) ? -1 : 1
  }
}
