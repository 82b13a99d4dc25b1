/**
 * The channels' raw scores of every title that goes with a history:
 *
 *   s_c(j) = sum over the history, newest (d = 0) first, of weight_d * exp(-d / recency_c) * row_c(h_d)(j)
 *
 * Channels that read the same row set share one pass over its rows. Costs history * row sets * row length, whatever the size of
 * the catalogue.
 */
import { addRow } from './add-row.ts'
import type { ChannelPlan, ScoredHistory } from './channel-plan.ts'
import { amountOf } from './channel-plan.ts'
import type { RowSource } from './row-source.ts'
import type { Scratch } from './scratch.ts'

/** Values of 4 bytes in a cache line. */
const LINE = 16

/** Fills visits and sums of a scratch that was cleared; titles left out before are not added. It holds the rows until it lets go. */
export function accumulate(plan: ChannelPlan, rows: RowSource, history: ScoredHistory, scratch: Scratch): void {
  const { passes } = plan
  const length = history.titles.length
  const entries = placeRows(plan, rows, history, scratch)
  scratch.reserveVisits(entries.all, entries.sums)
  scratch.warmth = warm(scratch)
  const { visitStarts, origins } = scratch
  let visit = 1
  let sum = 0
  for (const [p, { readings }] of passes.entries()) {
    const width = readings.length
    const start = visit
    const origin = sum - start * width
    origins[p] = origin
    visitStarts[p] = start
    const amounts = new Float64Array(width)
    for (let d = 0; d < length; d++) {
      const row = scratch.rows[p * length + d]
      if (row === undefined || row.start === row.end) continue
      for (let r = 0; r < width; r++) {
        const reading = readings[r]
        amounts[r] = reading === undefined ? 0 : amountOf(reading, history, d)
      }
      visit = addRow(row, amounts, { origin, start, free: visit }, scratch)
    }
    sum += (visit - start) * width
  }
  visitStarts[passes.length] = visit
}

/** Finds all rows before any is read; one that would add nothing stays empty. Answers how many entries they have, and sums at most. */
function placeRows(
  { passes }: ChannelPlan,
  source: RowSource,
  history: ScoredHistory,
  scratch: Scratch,
): { all: number; sums: number } {
  const length = history.titles.length
  scratch.reserveRows(length * passes.length, passes.length)
  const { rows } = scratch
  let all = 0
  let sums = 0
  for (const [p, { rowSet, readings }] of passes.entries()) {
    const before = all
    for (let d = 0; d < length; d++) {
      const row = rows[p * length + d]
      if (row === undefined) continue
      row.start = 0
      row.end = 0
      if (readings.every((reading) => amountOf(reading, history, d) === 0)) continue
      source.place(rowSet, history.titles[d] ?? 0, row)
      all += row.end - row.start
    }
    sums += (all - before) * readings.length
  }
  return { all, sums }
}

/**
 * Reads one value of each cache line of the rows. They are scattered over far memory: asked for all at once, the waits overlap, and a
 * fifth of the time of `accumulate` is saved. The sum is there so that the reading is not optimised away.
 */
function warm({ rows, rowCount }: Scratch): number {
  let sum = 0
  for (let row = 0; row < rowCount; row++) {
    const place = rows[row]
    if (place === undefined) continue
    const { neighbours, scores, end } = place
    for (let at = place.start; at < end; at += LINE) sum += (neighbours[at] ?? 0) + (scores[at] ?? 0)
  }
  return sum
}
