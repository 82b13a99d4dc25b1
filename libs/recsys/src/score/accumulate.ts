/**
 * The channels' raw scores of every title that goes with a history:
 *
 *   s_c(j) = sum over the history, newest (d = 0) first, of weight_d * exp(-d / recency_c) * row_c(h_d)(j)
 *
 * Channels that read the same row set share one pass over its rows. Costs history * row sets * row length, whatever the size of
 * the catalogue.
 */
import type { ChannelPlan, ScoredHistory } from './channel-plan.ts'
import { readRows } from './read-rows.ts'
import type { RowSource } from './row-source.ts'
import { newestVisitOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'
import { PASS_WORDS } from './scratch-arrays.ts'

/** Fills visits and sums of a scratch that was cleared; the sums of titles left out are 0. */
export function accumulate(plan: ChannelPlan, rows: RowSource, history: ScoredHistory, scratch: Scratch): void {
  readRows(plan, rows, history, scratch)
  const { arrays, kernels, base, visitStarts, origins } = scratch
  const { passes } = plan
  const length = history.titles.length
  visitStarts.length = 0
  origins.length = 0
  let visit = 1
  let sum = 0
  for (const [p, { pairs, firstSlot }] of passes.entries()) {
    const start = visit
    const width = 2 * pairs
    const origin = sum - start * width
    origins.push(origin)
    visitStarts.push(start)
    visit = kernels.addRows(p * length, (p + 1) * length, pairs, origin, start, base)
    arrays.passes.set([start, arrays.sums.byteOffset + 8 * origin, pairs, 8 * firstSlot], p * PASS_WORDS)
    sum += (visit - start) * width
  }
  visitStarts.push(visit)
  const silence = (p: number, cell: number): void => {
    arrays.sums.fill(0, cell, cell + 2 * (passes[p]?.pairs ?? 0))
  }
  for (const title of scratch.leftOut) eachPassOf(plan, scratch, title, silence)
}

/** The passes that came to a title, the last first: `cell` is where its sums stand. */
export function eachPassOf(
  { passes }: ChannelPlan,
  scratch: Scratch,
  title: number,
  look: (pass: number, cell: number) => void,
): void {
  const { visitStarts, origins, arrays } = scratch
  let visit = newestVisitOf(scratch, title)
  for (let p = passes.length - 1; visit > 0 && p >= 0; p--) {
    if (visit < (visitStarts[p] ?? 0)) continue
    look(p, (origins[p] ?? 0) + visit * 2 * (passes[p]?.pairs ?? 0))
    visit = arrays.visits[2 * visit + 1] ?? 0
  }
}
