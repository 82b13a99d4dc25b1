/** Some viewers with all of their plays, for what need not be learned from everybody. */
import { seededRandom } from '../random.ts'
import { filterTimeline } from './timeline.ts'
import type { Timeline } from './timeline.ts'

const SEED = 20_240_602

export interface ViewerSample {
  /** Titles and viewers keep their numbers; who is not in the sample has no plays. */
  readonly timeline: Timeline
  readonly viewers: number
}

/**
 * Viewers at random, as many as have at most `mostPlays` plays together; `null` where all viewers have no more than that. Depends on
 * nothing but how many plays each viewer has, so that the same timeline gives the same sample.
 */
export function sampleViewers(timeline: Timeline, mostPlays: number): ViewerSample | null {
  const { offsets, titles } = timeline
  if (titles.length <= mostPlays) return null
  const chosen = new Uint8Array(offsets.length - 1)
  let plays = 0
  let viewers = 0
  for (const viewer of inRandomOrder(chosen.length)) {
    const more = (offsets[viewer + 1] ?? 0) - (offsets[viewer] ?? 0)
    if (plays + more > mostPlays) break
    if (more > 0) viewers += 1
    chosen[viewer] = 1
    plays += more
  }
  return { timeline: filterTimeline(timeline, (_, viewer) => chosen[viewer] === 1), viewers }
}

/** The numbers below `count`. Fisher and Yates. */
function inRandomOrder(count: number): Uint32Array {
  const random = seededRandom(SEED)
  const numbers = Uint32Array.from({ length: count }, (_, number) => number)
  for (let at = count - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const number = numbers[at] ?? 0
    numbers[at] = numbers[other] ?? 0
    numbers[other] = number
  }
  return numbers
}
