/**
 * The channels' raw scores of every title that goes with a history:
 *
 *   s_c(j) = sum over the history, newest (d = 0) first, of weight_d * exp(-d / recency_c) * row_c(h_d)(j)
 *
 * Channels that read the same row set share one pass over its rows. Costs history * row sets * row length, whatever the size of
 * the catalogue.
 */
import type { ChannelPlan, ScoredHistory } from './channel-plan.ts'
import { amountOf } from './channel-plan.ts'
import { createRowPlace } from './row-source.ts'
import type { RowPlace, RowSource } from './row-source.ts'
import { LEFT_OUT } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/** Values of 4 bytes in a cache line. */
const LINE = 16

/** Fills visits, entries and sums of a scratch that was cleared; titles left out before are not added. */
export function accumulate(plan: ChannelPlan, rows: RowSource, history: ScoredHistory, scratch: Scratch): void {
  const { passes } = plan
  const length = history.titles.length
  scratch.reserveRows(length * passes.length, passes.length)
  placeRows(plan, rows, history, scratch)
  scratch.warmth = warm(scratch.rows, length * passes.length)
  const { visitStarts, origins } = scratch
  let entry = 0
  let visit = 1
  let sum = 0
  for (const [p, { readings }] of passes.entries()) {
    const width = readings.length
    const start = visit
    origins[p] = sum - start * width
    visitStarts[p] = start
    const amounts = new Float64Array(width)
    for (let d = 0; d < length; d++) {
      const row = scratch.rows[p * length + d]
      if (row === undefined) continue
      for (let r = 0; r < width; r++) {
        const reading = readings[r]
        amounts[r] = reading === undefined ? 0 : amountOf(reading, history, d)
      }
      visit = addRow(row, d, amounts, sum - start * width, start, entry, visit, scratch)
      entry += row.end - row.start
      // A model that is used no more is not to be held.
      Object.assign(row, NOTHING)
    }
    sum += (visit - start) * width
  }
  visitStarts[passes.length] = visit
}

const NOTHING = createRowPlace()

/** Finds all rows before any is read; one that would add nothing stays empty. */
function placeRows({ passes }: ChannelPlan, source: RowSource, history: ScoredHistory, scratch: Scratch): void {
  const { rows } = scratch
  const length = history.titles.length
  let entries = 0
  let sums = 0
  for (const [p, { rowSet, readings }] of passes.entries()) {
    const before = entries
    for (let d = 0; d < length; d++) {
      const row = rows[p * length + d]
      if (row === undefined) continue
      Object.assign(row, NOTHING)
      if (readings.every((reading) => amountOf(reading, history, d) === 0)) continue
      source.place(rowSet, history.titles[d] ?? 0, row)
      entries += row.end - row.start
    }
    sums += (entries - before) * readings.length
  }
  scratch.reserveEntries(entries, sums)
}

/**
 * Reads one value of each cache line of the rows. They are scattered over far memory: asked for all at once, the waits overlap, and a
 * fifth of the time of `accumulate` is saved. The sum is there so that the reading is not optimised away.
 */
function warm(rows: readonly RowPlace[], count: number): number {
  let sum = 0
  for (let row = 0; row < count; row++) {
    const place = rows[row]
    if (place === undefined) continue
    const { neighbours, scores, end } = place
    for (let at = place.start; at < end; at += LINE) sum += (neighbours[at] ?? 0) + (scores[at] ?? 0)
  }
  return sum
}

/**
 * Adds one row to the sums of its titles, `amounts[r]` times to reading r. `origin`: see `Scratch.sums`; `start`: the row set's first
 * visit; new ones are numbered from `free` on. Answers the next free one.
 */
function addRow(
  { neighbours, scores, start: from, end }: RowPlace,
  place: number,
  amounts: Float64Array,
  origin: number,
  start: number,
  firstEntry: number,
  free: number,
  scratch: Scratch,
): number {
  const { base, visitOf, titles, earlierVisit, isCandidate, lastEntry, earlier, entryPlaces, entryScores, sums } =
    scratch
  const width = amounts.length
  const first = amounts[0] ?? 0
  const second = amounts[1] ?? 0
  let next = free
  for (let at = from, entry = firstEntry; at < end; at++, entry++) {
    const title = neighbours[at] ?? 0
    const known = visitOf[title] ?? 0
    if (known === LEFT_OUT) continue
    let visit = known - base
    let cell = origin + visit * width
    if (visit < start) {
      // Its first entry in this row set.
      const before = visit > 0 ? visit : 0
      visit = next++
      visitOf[title] = base + visit
      titles[visit] = title
      earlierVisit[visit] = before
      isCandidate[visit] = 0
      lastEntry[visit] = 0
      cell = origin + visit * width
      for (let r = 0; r < width; r++) sums[cell + r] = 0
    }
    const score = scores[at] ?? 0
    earlier[entry] = lastEntry[visit] ?? 0
    lastEntry[visit] = entry + 1
    entryPlaces[entry] = place
    entryScores[entry] = score
    sums[cell] = (sums[cell] ?? 0) + first * score
    if (width > 1) {
      sums[cell + 1] = (sums[cell + 1] ?? 0) + second * score
      for (let r = 2; r < width; r++) sums[cell + r] = (sums[cell + r] ?? 0) + (amounts[r] ?? 0) * score
    }
  }
  return next
}
