/** The titles that are most like those of a history, by one row set alone. */
import { createTopK } from '../top-k.ts'
import type { Ranked } from '../top-k.ts'
import { accumulate } from './accumulate.ts'
import { planChannels } from './channel-plan.ts'
import type { HistoryEntry } from './query.ts'
import type { RowSource } from './row-source.ts'
import { titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'

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
  const { sums, origins, visitStarts } = scratch
  const first = origins[0] ?? 0
  const start = visitStarts[0] ?? 0
  const end = visitStarts[1] ?? 0
  const best = createTopK(Math.min(limit, end - start), (a, b) => a - b)
  for (let visit = start; visit < end; visit++) {
    const score = sums[first + visit] ?? 0
    const item = titleOf(scratch, visit)
    if (score > 0 && score >= best.least() && best.accepts(item, score) && among(item)) best.add(item, score)
  }
  return best.drain()
}

const plans = new Map<string, ReturnType<typeof planChannels>>()

function planOf(rowSet: string): ReturnType<typeof planChannels> {
  const plan = plans.get(rowSet) ?? planChannels([{ rowSet, recency: null }])
  plans.set(rowSet, plan)
  return plan
}
