/**
 * A count in which older plays weigh less, kept as one number that never has to be brought up to date: with half-life h it is
 * log2(sum of weight * 2^(t / h)), and the count as of now is 2^(number - now / h) (forward decay; Cormode et al. 2009). Adding needs
 * no order, two counts compare as their numbers do at any time, and plays of long ago weigh nothing instead of running out of range.
 * Rounding: about 1e-10 of the count for each play at half-lives of an hour.
 */
import { MONTH_HALF_LIFE_MS } from './popularity-clock.ts'

/**
 * What is trending turns over within an evening: what was played two hours ago counts a sixth. With much less, a row would be made
 * of a handful of plays where few watch; with much more, the afternoon's titles would stand above the evening's.
 */
export const TRENDING_HALF_LIFE_MS = 45 * 60_000
export const POPULAR_HALF_LIFE_MS = MONTH_HALF_LIFE_MS

export const NOTHING_COUNTED = -Infinity

/** `weight` has to be above 0. */
export function addFading(count: number, weight: number, atMs: number, halfLifeMs: number): number {
  const added = Math.log2(weight) + atMs / halfLifeMs
  if (count === NOTHING_COUNTED) return added
  return Math.max(count, added) + Math.log1p(2 ** -Math.abs(count - added)) / Math.LN2
}

/** The count as of then. */
export function fadedTo(count: number, atMs: number, halfLifeMs: number): number {
  return 2 ** (count - atMs / halfLifeMs)
}
