/**
 * The titles that are ranked: the best few of every channel. Weights are learned on these and serve to order these; a title that no
 * channel puts near its top is not to win by its popularity, or its obscurity, alone.
 */
import type { ChannelPlan } from './accumulate.ts'
import { CANDIDATE } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/** Of each channel; of equal scores at the end all. */
const FROM_CHANNEL = 60

const greatest = new Float64Array(FROM_CHANNEL)

/** Marks them in `scratch.support`, after `accumulate`. Two passes over each channel's scores. */
export function markCandidates({ passes }: ChannelPlan, scratch: Scratch): void {
  const { sums, origins, visits, visitStarts, support } = scratch
  for (const [p, { readings }] of passes.entries()) {
    const width = readings.length
    const start = (visitStarts[p] ?? 0) + 1
    const end = visitStarts[p + 1] ?? 0
    for (let r = 0; r < width; r++) {
      const first = (origins[p] ?? 0) + r
      const least = leastOfBest(sums, first, width, start, end)
      for (let visit = start; visit < end; visit++) {
        const sum = sums[first + visit * width] ?? 0
        if (sum > 0 && sum >= least) support[visits[visit] ?? 0] = CANDIDATE
      }
    }
  }
}

/** The last of the greatest scores: a heap with the least on top. 0 where there are fewer. */
function leastOfBest(sums: Float64Array, first: number, width: number, start: number, end: number): number {
  let size = 0
  for (let visit = start; visit < end; visit++) {
    const sum = sums[first + visit * width] ?? 0
    if (!(sum > 0)) continue
    if (size < FROM_CHANNEL) {
      rise(sum, size++)
    } else if (sum > (greatest[0] ?? 0)) sink(sum)
  }
  return size < FROM_CHANNEL ? 0 : (greatest[0] ?? 0)
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
