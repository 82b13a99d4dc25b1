/**
 * How sure a mean is: percentile intervals by bootstrap over viewers (Efron 1979). Viewers and not questions are drawn, because
 * the questions of one viewer are alike: drawing questions gives intervals that are too narrow.
 */
import { seededRandom } from '../random.ts'

export interface BootstrapSettings {
  readonly resamples: number
  /** Share of the resamples inside the interval. */
  readonly confidence: number
  readonly seed: number
}

export const BOOTSTRAP: BootstrapSettings = { resamples: 1000, confidence: 0.95, seed: 1 }

/** For each viewer, how many questions there were, and the sum of each metric over them. */
export interface ViewerSums {
  readonly counts: ArrayLike<number>
  /** Viewer by viewer, `metrics` values each. */
  readonly sums: ArrayLike<number>
  readonly metrics: number
}

export type Interval = readonly [low: number, high: number]

/**
 * The interval of each metric's mean over questions: sum of the drawn viewers' sums / sum of their counts. All metrics see the same
 * draws. Without viewers: no intervals. O(resamples * viewers * metrics).
 */
export function bootstrapIntervals(data: ViewerSums, settings: BootstrapSettings = BOOTSTRAP): readonly Interval[] {
  const viewers = data.counts.length
  if (viewers === 0) return []
  const random = seededRandom(settings.seed)
  const means = Array.from({ length: data.metrics }, () => new Float64Array(settings.resamples))
  const totals = new Float64Array(data.metrics)
  for (let sample = 0; sample < settings.resamples; sample++) {
    const count = resample(data, random, totals)
    means.forEach((ofMetric, metric) => {
      ofMetric[sample] = count === 0 ? 0 : (totals[metric] ?? 0) / count
    })
  }
  const tail = (1 - settings.confidence) / 2
  return means.map((ofMetric) => {
    const sorted = ofMetric.sort()
    return [quantile(sorted, tail), quantile(sorted, 1 - tail)]
  })
}

/** Draws as many viewers as there are, with replacement, adds their sums up in `totals` and answers the sum of their counts. */
function resample({ counts, sums, metrics }: ViewerSums, next: () => number, totals: Float64Array): number {
  totals.fill(0)
  let count = 0
  for (let draw = 0; draw < counts.length; draw++) {
    const viewer = Math.floor(next() * counts.length)
    count += counts[viewer] ?? 0
    const from = viewer * metrics
    for (let metric = 0; metric < metrics; metric++) {
      totals[metric] = (totals[metric] ?? 0) + (sums[from + metric] ?? 0)
    }
  }
  return count
}

/** Linear between the two nearest values, as numpy does. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
