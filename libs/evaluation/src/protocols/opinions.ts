/** Which held-out rows are worth finding, and which ones should not be found. */
import type { Dataset } from '../data/dataset.ts'
import { toStars } from '../data/stars.ts'

/** Below this a rating says no. */
const LIKED_FROM_STARS = 3

export interface Opinions {
  isTarget(row: number): boolean
  isDisliked(row: number): boolean
}

/** `targetMinRating`: on the file's own scale; `null`: every held-out row is a target. */
export function opinionsOn(dataset: Dataset, targetMinRating: number | null): Opinions {
  const { ratings } = dataset.test
  // Ratings are held as float32: 4.1 is not 4.1 there.
  const least = targetMinRating === null ? null : Math.fround(targetMinRating)
  return {
    isTarget: (row) => least === null || (ratings[row] ?? Number.NaN) >= least,
    isDisliked: (row) => (toStars(ratings[row] ?? Number.NaN, dataset.ratingMax) ?? 5) < LIKED_FROM_STARS,
  }
}
