import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { gradedWeight, watchedFraction } from './weights.ts'

describe('gradedWeight', () => {
  it.each([
    [{ stars: 0.5 }, -0.5],
    [{ stars: 1 }, -0.3],
    [{ stars: 2 }, 0.1],
    [{ stars: 3 }, 0.5],
    [{ stars: 4 }, 0.9],
    [{ stars: 5 }, 1],
    [{ thumb: true }, 1],
    [{ thumb: false }, -0.5],
    [{ fraction: 0.01, positionS: 20 }, -0.1],
    [{ fraction: 0.01, positionS: 90 }, 0.1],
    [{ fraction: 0.2 }, 0.1],
    [{ fraction: 0.3 }, 0.3],
    [{ fraction: 0.85 }, 1],
    [{}, 0.5],
  ])('gives %j the weight %d', (evidence, weight) => {
    expect(gradedWeight(evidence)).toBeCloseTo(weight, 10)
  })

  it('lets a rating override what was watched, and stars a thumb', () => {
    expect(gradedWeight({ stars: 1, fraction: 1 })).toBeLessThan(0)
    expect(gradedWeight({ thumb: false, fraction: 1 })).toBeLessThan(0)
    expect(gradedWeight({ stars: 5, thumb: false })).toBe(1)
  })

  it('stays within -1 and 1, and grows with stars and with what was watched', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, fc.nat(10_000), (a, b, positionS) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        const watched = [less, more].map((fraction) => gradedWeight({ fraction, positionS }))
        const rated = [less, more].map((part) => gradedWeight({ stars: 0.5 + 4.5 * part }))
        for (const [low = NaN, high = NaN] of [watched, rated]) {
          expect(low).toBeLessThanOrEqual(high)
          expect(low).toBeGreaterThanOrEqual(-1)
          expect(high).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

describe('watchedFraction', () => {
  it('is unknown without a length, and never more than the whole', () => {
    expect(watchedFraction(30, 0)).toBeNull()
    expect(watchedFraction(30, 60)).toBe(0.5)
    expect(watchedFraction(90, 60)).toBe(1)
  })
})
