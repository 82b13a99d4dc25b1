/**
 * The channels' raw scores of every title that goes with a history:
 *
 *   s_c(j) = sum over the history, newest (d = 0) first, of weight_d * exp(-d / recency_c) * row_c(h_d)(j)
 *
 * Channels that read the same row set share one pass over its rows. Costs history * row sets * row length, whatever the size of
 * the catalogue.
 */
import type { Channel } from '../model/model.ts'
import type { RowPlace, RowSource } from './row-source.ts'
import type { Scratch } from './scratch.ts'

export interface ScoredHistory {
  /** Newest first. */
  readonly titles: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/** The channels by row set, made once for a model. */
export interface ChannelPlan {
  readonly channels: readonly Channel[]
  readonly passes: readonly Pass[]
}

export interface Pass {
  readonly rowSet: string
  readonly readings: readonly Reading[]
}

/** One channel of a pass. */
export interface Reading {
  /** Place among the channels. */
  readonly channel: number
  readonly recency: number | null
  /** What the d-th newest title counts for, ready for most histories. */
  readonly decay: Float64Array
}

/** Below this share of the newest title's weight a title adds nothing that could change an order. */
const FAINTEST = 0.002
/** Titles of a history whose decay is computed once and for all. */
const PREPARED = 256
/** Values of 4 bytes in a cache line. */
const LINE = 16

export function planChannels(channels: readonly Channel[]): ChannelPlan {
  const rowSets = [...new Set(channels.map(({ rowSet }) => rowSet))]
  const passes = rowSets.map((rowSet) => ({
    rowSet,
    readings: channels.flatMap(({ rowSet: read, recency }, channel) =>
      read === rowSet ? [{ channel, recency, decay: decayOf(recency) }] : [],
    ),
  }))
  return { channels, passes }
}

function decayOf(recency: number | null): Float64Array {
  return Float64Array.from({ length: PREPARED }, (_, d) => recencyWeight(recency, d))
}

/** What the d-th newest title counts for; 0: nothing. */
function recencyWeight(recency: number | null, d: number): number {
  if (recency === null) return 1
  const weight = Math.exp(-d / recency)
  return weight < FAINTEST ? 0 : weight
}

/** What the d-th newest title gives to a channel for a score of 1. */
export function amountOf({ decay, recency }: Reading, { weights }: ScoredHistory, d: number): number {
  return (weights[d] ?? 0) * (d < PREPARED ? (decay[d] ?? 0) : recencyWeight(recency, d))
}

/** Fills slots, visits and sums; titles left out before are not added. */
export function accumulate(
  { passes }: ChannelPlan,
  rows: RowSource,
  history: ScoredHistory,
  titles: number,
  scratch: Scratch,
): void {
  const length = history.titles.length
  scratch.reserve(titles, length, passes.length)
  placeRows(passes, rows, history, scratch)
  scratch.warmth = warm(scratch.rows, length * passes.length)
  const { entries, visits, visitStarts, origins, sums } = scratch
  let entry = 0
  let visit = 0
  let sum = 0
  for (const [p, { readings }] of passes.entries()) {
    const width = readings.length
    const origin = sum - visit * width
    const start = visit
    origins[p] = origin
    visitStarts[p] = start
    visits[visit++] = 0
    for (let d = 0; d < length; d++) {
      const row = scratch.rows[p * length + d]
      if (row === undefined || row.end === row.start) continue
      visit = findVisits(row, scratch, entry, start, visit)
      const { scores, end } = row
      for (let r = 0; r < width; r++) {
        const reading = readings[r]
        const amount = reading === undefined ? 0 : amountOf(reading, history, d)
        if (amount === 0) continue
        const first = origin + r
        for (let at = row.start, from = entry; at < end; at++, from++) {
          const cell = first + (entries[from] ?? 0) * width
          sums[cell] = (sums[cell] ?? 0) + amount * (scores[at] ?? 0)
        }
      }
      entry += end - row.start
    }
    sum += (visit - start) * width
  }
  visitStarts[passes.length] = visit
}

/** Finds all rows before any is read; one that would add nothing stays empty. */
function placeRows(passes: readonly Pass[], source: RowSource, history: ScoredHistory, scratch: Scratch): void {
  const { rows } = scratch
  const length = history.titles.length
  let entries = 0
  let sums = 0
  for (const [p, { rowSet, readings }] of passes.entries()) {
    const before = entries
    for (let d = 0; d < length; d++) {
      const row = rows[p * length + d]
      if (row === undefined || readings.every((reading) => amountOf(reading, history, d) === 0)) continue
      source.place(rowSet, history.titles[d] ?? 0, row)
      entries += row.end - row.start
    }
    sums += (entries - before + 1) * readings.length
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

/** Notes the visit of each entry of a row, new ones from `firstFree` on; `leftOut`: the row set's first. Answers the next free one. */
function findVisits(
  { neighbours, start, end }: RowPlace,
  scratch: Scratch,
  firstEntry: number,
  leftOut: number,
  firstFree: number,
): number {
  const { slots, titles, lastVisit, lastEntry, entries, earlier, visits } = scratch
  let { size } = scratch
  let free = firstFree
  for (let at = start, entry = firstEntry; at < end; at++, entry++) {
    const neighbour = neighbours[at] ?? 0
    let slot = slots[neighbour] ?? 0
    if (slot < 0) {
      entries[entry] = leftOut
      continue
    }
    if (slot === 0) {
      slot = ++size
      slots[neighbour] = slot
      titles[slot] = neighbour
      lastVisit[slot] = 0
      lastEntry[slot] = 0
    }
    let visit = lastVisit[slot] ?? 0
    // One of an earlier row set.
    if (visit <= leftOut) {
      visit = free++
      lastVisit[slot] = visit
      visits[visit] = slot
    }
    entries[entry] = visit
    earlier[entry] = lastEntry[slot] ?? 0
    lastEntry[slot] = entry + 1
  }
  scratch.size = size
  return free
}

/** 1 / max s_c over the touched titles; 0 where no title has a positive score. */
export function channelScales({ channels, passes }: ChannelPlan, scratch: Scratch): Float64Array {
  const { sums, origins, visitStarts } = scratch
  const scales = new Float64Array(channels.length)
  for (const [p, { readings }] of passes.entries()) {
    const width = readings.length
    const end = visitStarts[p + 1] ?? 0
    for (const [r, { channel }] of readings.entries()) {
      const first = (origins[p] ?? 0) + r
      let greatest = 0
      for (let visit = (visitStarts[p] ?? 0) + 1; visit < end; visit++) {
        const sum = sums[first + visit * width] ?? 0
        if (sum > greatest) greatest = sum
      }
      scales[channel] = greatest > 0 ? 1 / greatest : 0
    }
  }
  return scales
}

/** Raw scores by slot and channel, at slot * channels + channel. */
export function sumsBySlot({ channels, passes }: ChannelPlan, scratch: Scratch): Float64Array {
  const { sums, origins, visits, visitStarts } = scratch
  const result = new Float64Array((scratch.size + 1) * channels.length)
  for (const [p, { readings }] of passes.entries()) {
    for (let visit = (visitStarts[p] ?? 0) + 1; visit < (visitStarts[p + 1] ?? 0); visit++) {
      const base = (visits[visit] ?? 0) * channels.length
      const from = (origins[p] ?? 0) + visit * readings.length
      for (const [r, { channel }] of readings.entries()) result[base + channel] = sums[from + r] ?? 0
    }
  }
  return result
}
