/** The distributions that a report needs, from jStat. */
import jStat from 'jstat'

/** So many standard errors to each side hold this share of a normal distribution: 1.96 for 0.95. */
export function errorsWithin(confidence: number): number {
  return jStat.normal.inv(0.5 + confidence / 2, 0, 1)
}

/** Probability of a normal deviate at least so far from 0, to either side. */
export function twoSided(z: number): number {
  return 2 * jStat.normal.cdf(-Math.abs(z), 0, 1)
}

/** Probability of a chi-square of at least this. */
export function chiSquareTail(chiSquare: number, degreesOfFreedom: number): number {
  return Math.max(0, 1 - jStat.chisquare.cdf(chiSquare, degreesOfFreedom))
}
