/** How the channels of a model read its row sets. */
import type { Channel } from '../model/model.ts'
import { MOST_READINGS } from './add-row.ts'

export interface ScoredHistory {
  /** Newest first. */
  readonly titles: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

/** The channels by row set, made once for a model. One that is read by more channels than are added at once has several passes. */
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

export function planChannels(channels: readonly Channel[]): ChannelPlan {
  const rowSets = [...new Set(channels.map(({ rowSet }) => rowSet))]
  const passes = rowSets.flatMap((rowSet) => {
    const readings = channels.flatMap(({ rowSet: read, recency }, channel) =>
      read === rowSet ? [{ channel, recency, decay: decayOf(recency) }] : [],
    )
    const count = Math.ceil(readings.length / MOST_READINGS)
    return Array.from({ length: count }, (_, at) => ({
      rowSet,
      readings: readings.slice(at * MOST_READINGS, (at + 1) * MOST_READINGS),
    }))
  })
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
