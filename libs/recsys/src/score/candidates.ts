/**
 * Which of the titles that something speaks for are candidates: the best few of each channel, together. The others are many, and
 * each is weak in every channel: a title that no channel puts near its top is not to win by its popularity, or its obscurity, alone.
 */
import type { ChannelPlan } from './channel-plan.ts'
import { titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/** Of each channel; of equal scores at the end all. */
const FROM_CHANNEL = 60

const greatest = new Float64Array(FROM_CHANNEL)

/**
 * Fills `scratch.candidates` with those of the titles `among`, after `accumulate`. Answers the channels' scales: 1 / max s_c over the
 * same titles; 0 where none has a positive score. Two passes over each channel's scores.
 */
export function findCandidates(
  { channels, passes }: ChannelPlan,
  scratch: Scratch,
  among: (item: number) => boolean,
): Float64Array {
  const { origins, visitStarts, isCandidate } = scratch
  const scales = new Float64Array(channels.length)
  isCandidate.fill(0, 0, visitStarts[passes.length])
  scratch.size = 0
  for (const [p, { readings }] of passes.entries()) {
    const start = visitStarts[p] ?? 0
    const end = visitStarts[p + 1] ?? 0
    for (const [r, { channel }] of readings.entries()) {
      const column = { first: (origins[p] ?? 0) + r, width: readings.length, start, end }
      const kept = keepBest(column, scratch, among)
      markFrom(kept < FROM_CHANNEL ? 0 : (greatest[0] ?? 0), column, scratch, among)
      const best = greatest.subarray(0, kept).reduce((most, sum) => Math.max(most, sum), 0)
      scales[channel] = best > 0 ? 1 / best : 0
    }
  }
  return scales
}

/** Writes a title's raw scores by channel; 0 where nothing was added. `newest`: its newest visit. */
export function readSums({ passes }: ChannelPlan, scratch: Scratch, newest: number, into: Float64Array): void {
  const { sums, origins, visitStarts, visits } = scratch
  into.fill(0)
  let visit = newest
  for (let p = passes.length - 1; visit > 0 && p >= 0; p--) {
    if (visit < (visitStarts[p] ?? 0)) continue
    const readings = passes[p]?.readings ?? []
    const from = (origins[p] ?? 0) + visit * readings.length
    for (let r = 0; r < readings.length; r++) into[readings[r]?.channel ?? 0] = sums[from + r] ?? 0
    visit = visits[2 * visit + 1] ?? 0
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

type Among = (item: number) => boolean

/** Marks the titles of all scores that are greater than 0 and at least so great. `among` is asked last: few get so far. */
function markFrom(least: number, { first, width, start, end }: Column, scratch: Scratch, among: Among): void {
  const { sums, visitOf, base, isCandidate, candidates } = scratch
  let { size } = scratch
  for (let visit = start, cell = first + start * width; visit < end; visit++, cell += width) {
    const sum = sums[cell] ?? 0
    if (!(sum > 0) || sum < least) continue
    const title = titleOf(scratch, visit)
    const newest = (visitOf[title] ?? 0) - base
    if (isCandidate[newest] === 1 || !among(title)) continue
    isCandidate[newest] = 1
    candidates[size++] = newest
  }
  scratch.size = size
}

/** Leaves the greatest scores in a heap with the least on top; answers how many there are. */
function keepBest({ first, width, start, end }: Column, scratch: Scratch, among: Among): number {
  const { sums } = scratch
  let size = 0
  let least = 0
  for (let visit = start, cell = first + start * width; visit < end; visit++, cell += width) {
    const sum = sums[cell] ?? 0
    if (!(sum > least) || !among(titleOf(scratch, visit))) continue
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
