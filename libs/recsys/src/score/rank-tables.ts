/** The learned weights, made ready for scoring. What a channel adds to a title is f_c(v) = a_c v + b_c log(1 + 100 max(v, 0)). */
import type { Ranker, ScoreParameters } from '../model/model.ts'
import { AGAIN_FEATURES, PRIOR_FEATURES, againFeatures, logOf } from './features.ts'
import type { PopularityClock } from './popularity-clock.ts'

export interface RankTables {
  /** Whether scores are logarithms, as of a softmax, or sums of the unlearned blend. */
  readonly learned: boolean
  /** f_c(v) for v in -1..1. */
  channel(c: number, v: number): number
  /** By channel: a_c and b_c. */
  readonly linear: Float64Array
  readonly logarithmic: Float64Array
  /** What its popularity adds to a title, more than to a title that nobody knows. */
  prior(popularity: PopularityClock, item: number, nowMs: number): number
  /** What having been watched before adds; `place` in the history, 0: newest, -1: never. */
  watchedBefore(place: number): number
}

export function createRankTables(parameters: ScoreParameters, ranker: Ranker | null, again: boolean): RankTables {
  const width = parameters.channels.length
  const weights = ranker?.weights ?? parameters.blend
  const linear = Float64Array.from({ length: width }, (_, c) => weights[c] ?? 0)
  const logarithmic = Float64Array.from({ length: width }, (_, c) => (ranker === null ? 0 : (weights[width + c] ?? 0)))
  const priorWeights = Array.from({ length: PRIOR_FEATURES }, (_, k) =>
    ranker === null ? 0 : (weights[2 * width + k] ?? 0),
  )
  const againWeights = Array.from({ length: AGAIN_FEATURES }, (_, k) =>
    ranker === null || !again ? 0 : (weights[2 * width + PRIOR_FEATURES + k] ?? 0),
  )
  const features = new Float64Array(PRIOR_FEATURES)
  const unknown = new Float64Array(PRIOR_FEATURES)
  const priorOf = (values: Float64Array): number =>
    priorWeights.reduce((sum, weight, k) => sum + weight * (values[k] ?? 0), 0)
  return {
    learned: ranker !== null,
    linear,
    logarithmic,
    channel: (c, v) => (v < 0 ? (linear[c] ?? 0) * v : (linear[c] ?? 0) * v + (logarithmic[c] ?? 0) * logOf(v)),
    prior: (popularity, item, nowMs) => {
      if (ranker === null) return 0
      popularity.features(item, nowMs, features, 0)
      popularity.unknown(unknown, 0)
      return priorOf(features) - priorOf(unknown)
    },
    watchedBefore: (place) => againFeatures(place).reduce((sum, value, k) => sum + value * (againWeights[k] ?? 0), 0),
  }
}
