/**
 * What is kept back to judge settings by: the last part of time, or, where all plays are of one time, a random part of every
 * viewer's titles.
 */
import { seededRandom } from '../random.ts'
import { filterTimeline, playsByTime } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/timeline.ts'

export interface HoldOut {
  readonly kind: 'time' | 'random'
  /** What settings are tried on. */
  readonly before: Timeline
  /** Held back, in the order of time. */
  readonly plays: Uint32Array
  /** The first moment held back; `null` where there is no time. */
  readonly fromMs: number | null
}

/** Of all plays. */
const SHARE_OF_TIME = 0.1
/** Of each viewer's titles: as large a part as the usual benchmarks hold back. */
const SHARE_AT_RANDOM = 0.2
const SEED = 20_240_601

/** The share of plays is reached as nearly as times allow: those of one moment stay together. */
export function holdOut(timeline: Timeline): HoldOut {
  const order = playsByTime(timeline)
  const timeOf = (place: number): number => timeline.times[order[place] ?? 0] ?? 0
  if (order.length === 0 || timeOf(0) === timeOf(order.length - 1)) return atRandom(timeline)
  const place = Math.floor(order.length * (1 - SHARE_OF_TIME))
  let fromMs = timeOf(place)
  // A moment so full that all before it would be too little: the next one.
  if (fromMs === timeOf(0)) fromMs = timeOf(order.length - 1)
  return {
    kind: 'time',
    before: filterTimeline(timeline, (play) => (timeline.times[play] ?? 0) < fromMs),
    plays: order.filter((play) => (timeline.times[play] ?? 0) >= fromMs),
    fromMs,
  }
}

function atRandom(timeline: Timeline): HoldOut {
  const random = seededRandom(SEED)
  const held = Uint8Array.from(timeline.titles, () => (random() < SHARE_AT_RANDOM ? 1 : 0))
  return {
    kind: 'random',
    before: filterTimeline(timeline, (play) => held[play] === 0),
    plays: Uint32Array.from(held.keys()).filter((play) => held[play] === 1),
    fromMs: null,
  }
}
