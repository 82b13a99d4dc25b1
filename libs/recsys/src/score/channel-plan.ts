/** How the channels of a model read its row sets. */
import type { Channel } from '../model/model.ts'

export interface ScoredHistory {
  /** Newest first. */
  readonly titles: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/** The channels by row set, made once for a model. One that is read by more channels than are added at once has several passes. */
export interface ChannelPlan {
  readonly channels: readonly Channel[]
  readonly passes: readonly Pass[]
  /** What is kept by channel stands in slots: those of a pass side by side, two for each of its pairs. */
  readonly slots: number
  /** By channel. */
  readonly slotOf: readonly number[]
}

export interface Pass {
  readonly rowSet: string
  readonly readings: readonly Reading[]
  /** Sums are added two at a time: the second of the last pair may be nobody's. */
  readonly pairs: number
  readonly firstSlot: number
}

/** One channel of a pass. */
export interface Reading {
  /** Place among the channels. */
  readonly channel: number
  readonly recency: number | null
  /** What the d-th newest title counts for, ready for most histories. */
  readonly decay: Float64Array
}

/** Of one pass: two pairs. */
const MOST_READINGS = 4

/** Below this share of the newest title's weight a title adds nothing that could change an order. */
const FAINTEST = 0.002
/** Titles of a history whose decay is computed once and for all. */
const PREPARED = 256

export function planChannels(channels: readonly Channel[]): ChannelPlan {
  const rowSets = [...new Set(channels.map(({ rowSet }) => rowSet))]
  const passes: Pass[] = []
  const slotOf: number[] = []
  let slots = 0
  for (const rowSet of rowSets) {
    const all = channels.flatMap(({ rowSet: read, recency }, channel) =>
      read === rowSet ? [{ channel, recency, decay: decayOf(recency) }] : [],
    )
    for (let at = 0; at < all.length; at += MOST_READINGS) {
      const readings = all.slice(at, at + MOST_READINGS)
      const pairs = Math.ceil(readings.length / 2)
      for (const [r, { channel }] of readings.entries()) slotOf[channel] = slots + r
      passes.push({ rowSet, readings, pairs, firstSlot: slots })
      slots += 2 * pairs
    }
  }
  return { channels, passes, slots, slotOf }
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
