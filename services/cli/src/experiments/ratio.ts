/**
 * A ratio of sums over viewers, with how sure it is. Viewers, not impressions, are what chance dealt to variants, and the impressions of
 * one viewer are alike: so the viewer is the unit. For viewers i = 1..n with y_i over x_i (picks over items shown, say):
 *
 *   R      = sum(y) / sum(x)
 *   var(R) = (s_yy - 2 R s_xy + R^2 s_xx) / (n mean(x)^2)          s: sample variances and covariance, divisor n - 1
 *
 * which is the delta method for a ratio of two means (Deng, Knoblich and Lu, "Applying the Delta Method in Metric Analytics", KDD 2018,
 * eq. 3 and 4). With x_i = 1 it is the mean per viewer and its usual variance. Intervals take the ratio as normal: trust them from some
 * hundred viewers on.
 */
import { errorsWithin, twoSided } from './distributions.ts'

/** Whole numbers: so sums are exact, and do not depend on the order of viewers. */
export interface RatioSums {
  n: number
  x: number
  y: number
  xx: number
  xy: number
  yy: number
}

export interface Estimate {
  /** `null`: nothing to divide by. */
  readonly value: number | null
  /** Of the value; `null` with fewer than two viewers. */
  readonly variance: number | null
}

export interface Interval {
  readonly value: number | null
  /** `null`: too few viewers to tell. */
  readonly low: number | null
  readonly high: number | null
}

export interface Difference extends Interval {
  /** Of a difference at least so large, to either side, where there is none. `null`: too few viewers, or nothing varies. */
  readonly p: number | null
}

export const CONFIDENCE = 0.95

export function noRatio(): RatioSums {
  return { n: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 }
}

/** One more viewer. */
export function addToRatio(sums: RatioSums, x: number, y: number): void {
  sums.n += 1
  sums.x += x
  sums.y += y
  sums.xx += x * x
  sums.xy += x * y
  sums.yy += y * y
}

/** Of `scale` times the ratio: 1 / 60 makes minutes of seconds. */
export function estimate({ n, x, y, xx, xy, yy }: RatioSums, scale = 1): Estimate {
  if (x === 0) return { value: null, variance: null }
  const ratio = y / x
  if (n < 2) return { value: ratio * scale, variance: null }
  const spread = (product: number, a: number, b: number): number => (product - (a * b) / n) / (n - 1)
  const sum = spread(yy, y, y) - 2 * ratio * spread(xy, x, y) + ratio ** 2 * spread(xx, x, x)
  const meanX = x / n
  // Rounding may leave less than nothing where nothing varies.
  return { value: ratio * scale, variance: (Math.max(0, sum) * scale ** 2) / (n * meanX ** 2) }
}

export function intervalOf({ value, variance }: Estimate): Interval {
  if (value === null || variance === null) return { value, low: null, high: null }
  const reach = errorsWithin(CONFIDENCE) * Math.sqrt(variance)
  return { value, low: value - reach, high: value + reach }
}

/** How much `one` is above `control`: two groups of different viewers, so variances add up. */
export function differenceOf(one: Estimate, control: Estimate): Difference {
  if (one.value === null || control.value === null) return { value: null, low: null, high: null, p: null }
  const value = one.value - control.value
  if (one.variance === null || control.variance === null) return { value, low: null, high: null, p: null }
  const variance = one.variance + control.variance
  return { ...intervalOf({ value, variance }), p: variance === 0 ? null : twoSided(value / Math.sqrt(variance)) }
}
