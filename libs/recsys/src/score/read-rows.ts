/** Copies the rows of a history into the memory of a scratch, where kernels can work on them. */
import type { ChannelPlan, Reading, ScoredHistory } from './channel-plan.ts'
import { amountOf } from './channel-plan.ts'
import { createRowPlace, placeNowhere } from './row-source.ts'
import type { RowPlace, RowSource } from './row-source.ts'
import type { Scratch } from './scratch.ts'
import { ROW_AMOUNTS, ROW_DOUBLES, ROW_WORDS } from './scratch-arrays.ts'

/** Values of 4 bytes in a cache line. */
const LINE = 16

/** Where the rows of one history stand, by pass and place in the history: used again by the next. */
const places: RowPlace[] = []

/** Rows are numbered by pass and place in the history; one that would add nothing is empty. A model's rows are held no longer than this takes. */
export function readRows(plan: ChannelPlan, source: RowSource, history: ScoredHistory, scratch: Scratch): void {
  const room = placeRows(plan, source, history)
  scratch.reserve(room)
  scratch.rowCount = room.rows
  scratch.warmth = warm(room.rows)
  copyRows(scratch, room.rows)
  writeAmounts(plan, history, scratch)
}

/** Finds all rows before any is read. Answers for how much there has to be room. */
function placeRows(
  { passes, slots }: ChannelPlan,
  source: RowSource,
  history: ScoredHistory,
): Parameters<Scratch['reserve']>[0] {
  const length = history.titles.length
  const rows = length * passes.length
  while (places.length < rows) places.push(createRowPlace())
  let entries = 0
  let cells = 0
  for (const [p, { rowSet, readings, pairs }] of passes.entries()) {
    const before = entries
    const placeRow = source.rowsOf(rowSet)
    for (let d = 0; d < length; d++) {
      const place = places[p * length + d]
      if (place === undefined) continue
      // Something may have failed between here and the copying, the last time.
      placeNowhere(place)
      if (!isHeard(readings, history, d)) continue
      placeRow(history.titles[d] ?? 0, place)
      entries += place.end - place.start
    }
    cells += (entries - before) * 2 * pairs
  }
  return { passes: passes.length, slots, rows, entries, cells }
}

/** Whether the d-th newest title adds anything to any of the channels. */
function isHeard(readings: readonly Reading[], history: ScoredHistory, d: number): boolean {
  for (const reading of readings) if (amountOf(reading, history, d) !== 0) return true
  return false
}

/**
 * Reads one value of each cache line of the rows. They are scattered over far memory: asked for all at once, the waits overlap, and a
 * third of the time of copying them is saved. The sum is there so that the reading is not optimised away.
 */
function warm(rows: number): number {
  let sum = 0
  for (let row = 0; row < rows; row++) {
    const place = places[row]
    if (place === undefined) continue
    const { neighbours, scores, end } = place
    for (let at = place.start; at < end; at += LINE) sum += (neighbours[at] ?? 0) + (scores[at] ?? 0)
  }
  return sum
}

function copyRows({ arrays }: Scratch, count: number): void {
  const { rows, neighbours, scores } = arrays
  const first = neighbours.byteOffset
  let entry = 0
  for (let row = 0; row < count; row++) {
    const place = places[row]
    if (place === undefined) continue
    const { start, end } = place
    rows[row * ROW_WORDS] = first + 4 * entry
    if (start < end) {
      neighbours.set(place.neighbours.subarray(start, end), entry)
      scores.set(place.scores.subarray(start, end), entry)
      entry += end - start
    }
    // An empty row, too, stands in the arrays of a whole model.
    placeNowhere(place)
    rows[row * ROW_WORDS + 1] = first + 4 * entry
  }
}

/** A pair that is read by one channel only adds nothing to its second sum. */
function writeAmounts({ passes }: ChannelPlan, history: ScoredHistory, { arrays: { amounts } }: Scratch): void {
  const length = history.titles.length
  for (const [p, { readings, pairs }] of passes.entries()) {
    for (let d = 0; d < length; d++) {
      const to = (p * length + d) * ROW_DOUBLES + ROW_AMOUNTS
      for (let r = 0; r < 2 * pairs; r++) {
        const reading = readings[r]
        amounts[to + r] = reading === undefined ? 0 : amountOf(reading, history, d)
      }
    }
  }
}
