/** What a viewer likes, as shares of genres. */
import type { ListTraits } from './list-traits.ts'

export interface LikedTitle extends Pick<ListTraits, 'genres'> {
  /** From `gradedWeight`; titles of 0 and less say nothing. */
  readonly weight: number
}

/** So many titles later, a title counts half. */
const HALF_LIFE_TITLES = 50

/**
 * The share of each genre, at its number; they sum to 1. Each liked title has its weight in votes, halved with each 50 titles that
 * are newer, and divides them equally among its genres. Empty where nothing liked has genres. `history`: newest first.
 */
export function genreTaste(history: readonly LikedTitle[]): Float64Array {
  const shares: number[] = []
  let total = 0
  for (const [age, { weight, genres }] of history.entries()) {
    if (!(weight > 0) || genres.length === 0) continue
    const votes = weight * 2 ** (-age / HALF_LIFE_TITLES)
    total += votes
    for (const genre of genres) {
      while (shares.length <= genre) shares.push(0)
      shares[genre] = (shares[genre] ?? 0) + votes / genres.length
    }
  }
  return total > 0 ? Float64Array.from(shares, (votes) => votes / total) : new Float64Array(0)
}
