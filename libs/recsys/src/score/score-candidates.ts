/**
 * The scores of candidates:
 *
 *   score(j) = known(j) + sum over channels of f_c(v_cj)
 *
 * with v_cj the channel's score of j as a share of the query's greatest and f_c the learned weights, or those of the blend.
 */
import type { ChannelPlan } from './channel-plan.ts'
import { fastExp } from './exp.ts'
import type { RankTables } from './rank-tables.ts'
import { titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'
import { BLOCK } from './scratch-arrays.ts'

/** The unlearned blend of a title that is nobody's choice, and of one that nothing speaks for. */
export const NO_SCORE = -Infinity

export interface Weighing {
  readonly plan: ChannelPlan
  readonly tables: RankTables
  /** By slot; see `findCandidates`. */
  readonly scales: Float64Array
  /** By title: what its popularity adds; `null`: nothing. */
  readonly priors: Float64Array | null
  /** By title of the history: what having been watched before adds; `null`: nothing. */
  readonly before: ReadonlyMap<number, number> | null
}

/**
 * Fills `totals` of candidates `from` to `end` - 1; {@link NO_SCORE} where no channel speaks for the title, or where the blend comes to nothing.
 * Answers the sum of e^score where scores are logarithms, else 0.
 */
export function scoreCandidates(weighing: Weighing, scratch: Scratch, from: number, end: number): number {
  const { plan, tables, priors, before } = weighing
  const { arrays, kernels } = scratch
  writeWeights(weighing, scratch)
  for (let start = from; start < end; start += BLOCK) {
    const stop = Math.min(end, start + BLOCK)
    readShares(plan, scratch, weighing.scales, start, stop)
    for (let at = start; at < stop; at++) {
      const title = titleOf(scratch, arrays.candidates[at] ?? 0)
      arrays.known[at - start] = (priors?.[title] ?? 0) + (before?.get(title) ?? 0)
    }
    kernels.addShares(start, stop, plan.slots, tables.learned ? -Infinity : 0, NO_SCORE)
  }
  let total = 0
  if (tables.learned) for (let at = from; at < end; at++) total += fastExp(arrays.totals[at] ?? 0)
  return total
}

/** Fills `shares` of candidates `from` to `end` - 1, at most {@link BLOCK}: what their channels' sums are of the greatest, at least -1, by slot. */
export function readShares(
  { passes, slots }: ChannelPlan,
  { arrays, kernels }: Scratch,
  scales: Float64Array,
  from: number,
  end: number,
): void {
  arrays.scales.set(scales)
  kernels.readShares(from, end, passes.length, slots)
}

function writeWeights({ plan: { slotOf }, tables: { linear, logarithmic } }: Weighing, { arrays }: Scratch): void {
  arrays.linear.fill(0)
  arrays.logarithmic.fill(0)
  for (const [channel, slot] of slotOf.entries()) {
    arrays.linear[slot] = linear[channel] ?? 0
    arrays.logarithmic[slot] = logarithmic[channel] ?? 0
  }
}
