/** The titles that are most like those of a history, by one row set alone. */
import { createTopK } from '../top-k.ts'
import type { Ranked } from '../top-k.ts'
import { accumulate } from './accumulate.ts'
import { columnOf } from './candidates.ts'
import { planChannels } from './channel-plan.ts'
import type { HistoryEntry } from './query.ts'
import type { RowSource } from './row-source.ts'
import { titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'
import { MOST_GREATEST } from './scratch-arrays.ts'

export interface LikestQuery {
  readonly rows: RowSource
  readonly rowSet: string
  /** Titles are numbered 0 to `titles` - 1. */
  readonly titles: number
  readonly history: readonly HistoryEntry[]
  readonly limit: number
  /** Asked about few of the titles touched. */
  readonly among: (item: number) => boolean
  readonly scratch: Scratch
}

/**
 * The best of those `among`, by s(j) = sum over the history of weight * row(h)(j), where that is greater than 0; equal ones in the order
 * of their numbers.
 */
export function likestOf(query: LikestQuery): Ranked {
  const { rows, rowSet, titles, history, limit, among, scratch } = query
  scratch.clear(titles)
  const read = { titles: history.map(({ item }) => item), weights: history.map(({ weight }) => weight) }
  accumulate(planOf(rowSet), rows, read, scratch)
  const { arrays, kernels } = scratch
  const column = columnOf(scratch, 0, 0, 1)
  const best = createTopK(Math.min(limit, column.end - column.start), (a, b) => a - b)
  for (let visit = column.start; visit < column.end;) {
    const least = Math.max(Number.MIN_VALUE, best.least())
    visit = kernels.findVisits(column, visit, least, 0, 0, MOST_GREATEST)
    for (let at = 0; at < (arrays.count[0] ?? 0); at++) {
      const item = titleOf(scratch, arrays.found[at] ?? 0)
      const score = arrays.greatest[at] ?? 0
      if (score >= best.least() && best.accepts(item, score) && among(item)) best.add(item, score)
    }
  }
  return best.drain()
}

const plans = new Map<string, ReturnType<typeof planChannels>>()

function planOf(rowSet: string): ReturnType<typeof planChannels> {
  const plan = plans.get(rowSet) ?? planChannels([{ rowSet, recency: null }])
  plans.set(rowSet, plan)
  return plan
}
