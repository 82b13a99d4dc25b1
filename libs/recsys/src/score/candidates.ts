/**
 * Which of the titles that something speaks for are candidates: the best few of each channel, together. The others are many, and
 * each is weak in every channel: a title that no channel puts near its top is not to win by its popularity, or its obscurity, alone.
 */
import type { ChannelPlan } from './channel-plan.ts'
import type { Column } from './scoring-kernels.ts'
import { titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'
import { MOST_GREATEST } from './scratch-arrays.ts'
import { selectGreatest } from './select-greatest.ts'

/** Of each channel; of equal scores at the end all. As many again are kept before they are cut back: half of the cost of a heap. */
const FROM_CHANNEL = MOST_GREATEST / 2
const spare = new Float64Array(MOST_GREATEST)

type Among = (item: number) => boolean

/**
 * Fills the candidates with those of the titles `among`, of all where it is `null`, after `accumulate`. Answers the channels'
 * scales, by slot: 1 / max s_c over the same titles; 0 where none has a positive score.
 */
export function findCandidates({ passes, slots }: ChannelPlan, scratch: Scratch, among: Among | null): Float64Array {
  const { arrays, visitStarts } = scratch
  const scales = new Float64Array(slots)
  arrays.isCandidate.fill(0, 0, visitStarts[passes.length])
  scratch.size = 0
  for (const [p, { readings, pairs, firstSlot }] of passes.entries()) {
    for (let r = 0; r < readings.length; r++) {
      const best = addBest(columnOf(scratch, p, r, pairs), scratch, among)
      scales[firstSlot + r] = best > 0 ? 1 / best : 0
    }
  }
  return scales
}

/** The sums of reading r of pass p. */
function columnOf({ origins, visitStarts }: Scratch, p: number, r: number, pairs: number): Column {
  return {
    first: (origins[p] ?? 0) + r,
    width: 2 * pairs,
    start: visitStarts[p] ?? 0,
    end: visitStarts[p + 1] ?? 0,
  }
}

/** Makes candidates of the best titles of a channel; answers the greatest score, 0 where none is positive. */
function addBest(column: Column, scratch: Scratch, among: Among | null): number {
  const { arrays, kernels, base } = scratch
  const { greatest } = arrays
  let kept = 0
  let found = 0
  let best = 0
  let least = Number.MIN_VALUE
  for (let visit = column.start; visit < column.end;) {
    visit = kernels.findVisits(column, visit, least, found, kept, MOST_GREATEST - kept)
    const more = among === null ? (arrays.count[0] ?? 0) : keepThose(among, scratch, found, kept)
    for (let at = kept; at < kept + more; at++) best = Math.max(best, greatest[at] ?? 0)
    found += more
    kept += more
    if (kept <= FROM_CHANNEL) continue
    least = selectGreatest(greatest, kept, FROM_CHANNEL, best, spare)
    kept = FROM_CHANNEL
  }
  scratch.size = kernels.addCandidates(column, found, least, base, scratch.size)
  return best
}

/** Of the visits that were found last; answers how many are left. Asked last: few get so far. */
function keepThose(among: Among, scratch: Scratch, found: number, kept: number): number {
  const { arrays } = scratch
  const count = arrays.count[0] ?? 0
  let left = 0
  for (let at = 0; at < count; at++) {
    const visit = arrays.found[found + at] ?? 0
    if (!among(titleOf(scratch, visit))) continue
    arrays.found[found + left] = visit
    arrays.greatest[kept + left] = arrays.greatest[kept + at] ?? 0
    left += 1
  }
  return left
}
