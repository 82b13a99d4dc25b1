/**
 * Which of the titles that something speaks for are candidates: the best few of each channel, together. The others are many, and
 * each is weak in every channel: a title that no channel puts near its top is not to win by its popularity, or its obscurity, alone.
 */
import type { ChannelPlan } from './channel-plan.ts'
import { CANDIDATE } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/** Of each channel; of equal scores at the end all. */
const FROM_CHANNEL = 60

const greatest = new Float64Array(FROM_CHANNEL)

/**
 * Fills `scratch.candidates`, after `accumulate`. Answers the channels' scales: 1 / max s_c over the touched titles; 0 where no title
 * has a positive score. Two passes over each channel's scores.
 */
export function findCandidates({ channels, passes }: ChannelPlan, scratch: Scratch): Float64Array {
  const { origins, visitStarts } = scratch
  const scales = new Float64Array(channels.length)
  for (const [p, { readings }] of passes.entries()) {
    const start = visitStarts[p] ?? 0
    const end = visitStarts[p + 1] ?? 0
    for (const [r, { channel }] of readings.entries()) {
      const width = readings.length
      const column = { first: (origins[p] ?? 0) + r, width, start, end }
      const kept = keepBest(column, scratch.sums)
      markFrom(kept < FROM_CHANNEL ? 0 : (greatest[0] ?? 0), column, scratch)
      const most = greatest.subarray(0, kept).reduce((most, sum) => Math.max(most, sum), 0)
      scales[channel] = most > 0 ? 1 / most : 0
    }
  }
  return scales
}

/** Writes a title's raw scores by channel; 0 where nothing was added. `newest`: its newest visit. */
export function readSums({ passes }: ChannelPlan, scratch: Scratch, newest: number, into: Float64Array): void {
  const { sums, origins, visitStarts, earlierVisit } = scratch
  into.fill(0)
  let visit = newest
  for (let p = passes.length - 1; visit > 0 && p >= 0; p--) {
    if (visit < (visitStarts[p] ?? 0)) continue
    const readings = passes[p]?.readings ?? []
    const from = (origins[p] ?? 0) + visit * readings.length
    for (let r = 0; r < readings.length; r++) into[readings[r]?.channel ?? 0] = sums[from + r] ?? 0
    visit = earlierVisit[visit] ?? 0
  }
}

/** The sums of one channel. */
interface Column {
  readonly first: number
  readonly width: number
  /** Visits, the end not included. */
  readonly start: number
  readonly end: number
}

/** Marks the titles of all scores that are greater than 0 and at least so great. */
function markFrom(least: number, { first, width, start, end }: Column, scratch: Scratch): void {
  const { sums, titles, visitOf, base, support, candidates } = scratch
  let { size } = scratch
  for (let visit = start, cell = first + start * width; visit < end; visit++, cell += width) {
    const sum = sums[cell] ?? 0
    if (!(sum > 0) || sum < least) continue
    // A title is known by its newest visit.
    const newest = (visitOf[titles[visit] ?? 0] ?? 0) - base
    if (support[newest] === CANDIDATE) continue
    support[newest] = CANDIDATE
    candidates[size++] = newest
  }
  scratch.size = size
}

/** Leaves the greatest scores in a heap with the least on top; answers how many there are. */
function keepBest({ first, width, start, end }: Column, sums: Float64Array): number {
  let size = 0
  let least = 0
  for (let visit = start, cell = first + start * width; visit < end; visit++, cell += width) {
    const sum = sums[cell] ?? 0
    if (!(sum > least)) continue
    if (size < FROM_CHANNEL) rise(sum, size++)
    else sink(sum)
    if (size === FROM_CHANNEL) least = greatest[0] ?? 0
  }
  return size
}

function rise(value: number, start: number): void {
  let at = start
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = greatest[parent] ?? 0
    if (above <= value) break
    greatest[at] = above
    at = parent
  }
  greatest[at] = value
}

/** Puts the value in the place of the least. */
function sink(value: number): void {
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    if (child >= FROM_CHANNEL) break
    if (child + 1 < FROM_CHANNEL && (greatest[child + 1] ?? 0) < (greatest[child] ?? 0)) child += 1
    const below = greatest[child] ?? 0
    if (below >= value) break
    greatest[at] = below
    at = child
  }
  greatest[at] = value
}
