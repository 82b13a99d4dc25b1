/**
 * Which of the titles that something speaks for are candidates: the best few of each channel, together. The others are many, and
 * each is weak in every channel: a title that no channel puts near its top is not to win by its popularity, or its obscurity, alone.
 */
import type { ChannelPlan } from './channel-plan.ts'
import { titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'
import { selectGreatest } from './select-greatest.ts'

/** Of each channel; of equal scores at the end all. */
const FROM_CHANNEL = 60

/** The greatest so far, and as many that may be. Cut back whenever it is full: half of the cost of keeping them in a heap. */
const greatest = new Float64Array(2 * FROM_CHANNEL)
const spare = new Float64Array(greatest.length)

type Among = (item: number) => boolean

/**
 * Fills `scratch.candidates` with those of the titles `among`, of all where it is `null`, after `accumulate`. Answers the channels'
 * scales: 1 / max s_c over the same titles; 0 where none has a positive score.
 */
export function findCandidates({ channels, passes }: ChannelPlan, scratch: Scratch, among: Among | null): Float64Array {
  const { origins, visitStarts, isCandidate } = scratch
  const scales = new Float64Array(channels.length)
  isCandidate.fill(0, 0, visitStarts[passes.length])
  scratch.size = 0
  for (const [p, { readings }] of passes.entries()) {
    const start = visitStarts[p] ?? 0
    const end = visitStarts[p + 1] ?? 0
    for (const [r, { channel }] of readings.entries()) {
      const column = { first: (origins[p] ?? 0) + r, width: readings.length, start, end }
      const best = markBest(column, scratch, among)
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

/** What has been found in a column so far. */
const seen = {
  /** Values of `greatest` in use. */
  kept: 0,
  /** Visits of `scratch.found` in use. */
  found: 0,
  best: 0,
}

/** Marks the best titles of a channel; answers the greatest score, 0 where none is positive. */
function markBest(column: Column, scratch: Scratch, among: Among | null): number {
  const { first, width, start, end } = column
  seen.kept = 0
  seen.found = 0
  seen.best = 0
  let least = Number.MIN_VALUE
  for (let visit = start; visit < end;) {
    visit = findFrom(visit, least, column, scratch, among)
    if (seen.kept <= FROM_CHANNEL) continue
    least = selectGreatest(greatest, seen.kept, FROM_CHANNEL, seen.best, spare)
    seen.kept = FROM_CHANNEL
  }
  const { sums, found } = scratch
  for (let at = 0; at < seen.found; at++) {
    const visit = found[at] ?? 0
    if ((sums[first + visit * width] ?? 0) >= least) mark(titleOf(scratch, visit), scratch)
  }
  return seen.best
}

/**
 * Finds scores of at least `least` until there is no more room for them; answers the visit to go on from. `among` is asked last: few get so
 * far. By itself, because with the selection in one loop it takes a third longer.
 */
function findFrom(
  from: number,
  least: number,
  { first, width, end }: Column,
  scratch: Scratch,
  among: Among | null,
): number {
  const { sums, visits, found } = scratch
  let { kept, best, found: count } = seen
  let visit = from
  for (let cell = first + from * width; visit < end && kept < greatest.length; visit++, cell += width) {
    const sum = sums[cell] ?? 0
    if (!(sum >= least) || (among !== null && !among(visits[2 * visit] ?? 0))) continue
    found[count++] = visit
    greatest[kept++] = sum
    if (sum > best) best = sum
  }
  seen.kept = kept
  seen.best = best
  seen.found = count
  return visit
}

function mark(title: number, scratch: Scratch): void {
  const { visitOf, base, isCandidate, candidates } = scratch
  const newest = (visitOf[title] ?? 0) - base
  if (isCandidate[newest] === 1) return
  isCandidate[newest] = 1
  candidates[scratch.size++] = newest
}
