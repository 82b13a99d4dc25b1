/** Ratings of any scale as half stars. */
import { DataError } from '../data-error.ts'

/** 0.5 to 5 in halves, scaled so that `max` is five stars; `null`: not a rating on that scale. */
export function toStars(value: number, max: number): number | null {
  if (!Number.isFinite(value) || value < 0 || value > max) return null
  return Math.max(0.5, Math.round((value / max) * 10) / 2)
}

const SCALES = [5, 10, 100]

/** The scale that ratings up to `greatest` are likely to be of. */
export function guessRatingMax(greatest: number): number {
  const scale = SCALES.find((max) => greatest <= max)
  if (scale !== undefined) return scale
  throw new DataError(`ratings go up to ${greatest}: which one is the best?`, { hint: 'say so with --rating-max' })
}
