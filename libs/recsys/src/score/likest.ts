/** The titles that are most like those of a history, by one row set alone. */
import { accumulate } from './accumulate.ts'
import { bestFirst } from './best-first.ts'
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
  readonly among: (item: number) => boolean
  /** Not to be used for anything else as long as titles are asked for. */
  readonly scratch: Scratch
}

export interface LikeTitle {
  readonly item: number
  /** Greater than 0. */
  readonly score: number
}

/**
 * Those `among`, one by one, by s(j) = sum over the history of weight * row(h)(j), greatest first, as long as that is greater than 0; equal
 * ones in the order of their numbers.
 */
export function* likestOf(query: LikestQuery): Generator<LikeTitle, void> {
  const { rows, rowSet, titles, history, among, scratch } = query
  scratch.clear(titles)
  const read = { titles: history.map(({ item }) => item), weights: history.map(({ weight }) => weight) }
  accumulate(planOf(rowSet), rows, read, scratch)
  const { arrays, origins, visitStarts } = scratch
  const { candidates, totals, sums } = arrays
  const first = origins[0] ?? 0
  let size = 0
  for (let visit = visitStarts[0] ?? 0; visit < (visitStarts[1] ?? 0); visit++) {
    const score = sums[first + 2 * visit] ?? 0
    if (!(score > 0) || !among(titleOf(scratch, visit))) continue
    candidates[size] = visit
    totals[size++] = score
  }
  const itemOf = (at: number): number => titleOf(scratch, candidates[at] ?? 0)
  const next = bestFirst(totals, 0, size, (a, b) => itemOf(a) < itemOf(b))
  for (let at = next(); at >= 0; at = next()) yield { item: itemOf(at), score: totals[at] ?? 0 }
}

const plans = new Map<string, ReturnType<typeof planChannels>>()

function planOf(rowSet: string): ReturnType<typeof planChannels> {
  const plan = plans.get(rowSet) ?? planChannels([{ rowSet, recency: null }])
  plans.set(rowSet, plan)
  return plan
}
