import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { gradedWeight, isBounce, watchedFraction } from './weights.ts'
import type { SessionEvidence } from './weights.ts'

const session = (fraction: number | null, positionS = 5000): SessionEvidence => ({ fraction, positionS })
const bounce = session(0.01, 20)
const watched = (...sessions: SessionEvidence[]): number => gradedWeight({ sessions })

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
    [{ sessions: [bounce] }, -0.1],
    [{ sessions: [session(0.01, 90)] }, 0.1],
    [{ sessions: [session(0.2, 30)] }, 0.1],
    [{ sessions: [session(0.3)] }, 0.3],
    [{ sessions: [session(0.85)] }, 1],
    [{ sessions: [session(null, 20)] }, 0.5],
    [{ sessions: [] }, 0.5],
    [{}, 0.5],
  ])('gives %j the weight %d', (evidence, weight) => {
    expect(gradedWeight(evidence)).toBeCloseTo(weight, 10)
  })

  it('lets a rating override what was watched, and stars a thumb', () => {
    const sessions = [session(1), session(1)]
    expect(gradedWeight({ stars: 1, sessions })).toBeLessThan(0)
    expect(gradedWeight({ thumb: false, sessions })).toBeLessThan(0)
    expect(gradedWeight({ stars: 5, thumb: false, sessions })).toBe(1)
  })

  it('takes the best of several sessions: pressing play again is no bounce', () => {
    expect(watched(bounce, session(0.3), session(0.1))).toBeCloseTo(0.3, 10)
    expect(watched(bounce, session(1))).toBe(1)
    expect(watched(bounce, bounce)).toBeCloseTo(-0.1, 10)
    expect(watched(session(null), session(0.1))).toBe(0.5)
  })

  it('adds 0.2 for every further completed session, up to 1.5', () => {
    const completed = (count: number): SessionEvidence[] => Array.from({ length: count }, () => session(0.9))
    expect(watched(...completed(2))).toBeCloseTo(1.2, 10)
    expect(watched(...completed(2), session(0.5))).toBeCloseTo(1.2, 10)
    expect(watched(...completed(3))).toBeCloseTo(1.4, 10)
    expect(watched(...completed(9))).toBe(1.5)
  })

  it('stays within -1 and 1.5, and grows with stars, with what was watched, and with every session', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const others = fc.array(fc.record({ fraction: fc.option(share), positionS: fc.nat(10_000) }), { maxLength: 4 })
    fc.assert(
      fc.property(share, share, fc.nat(10_000), others, (a, b, positionS, rest) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        const alone = [less, more].map((fraction) => watched({ fraction, positionS }))
        const beside = [less, more].map((fraction) => watched({ fraction, positionS }, ...rest))
        const rated = [less, more].map((part) => gradedWeight({ stars: 0.5 + 4.5 * part }))
        for (const [low = NaN, high = NaN] of [alone, beside, rated, [alone[0], beside[0]]]) {
          expect(low).toBeLessThanOrEqual(high)
          expect(low).toBeGreaterThanOrEqual(-1)
          expect(high).toBeLessThanOrEqual(1.5)
        }
      }),
    )
  })
})

describe('isBounce', () => {
  it('asks for less than a minute, of a length that is known and long', () => {
    expect(isBounce(session(0.01, 59))).toBe(true)
    expect(isBounce(session(0.01, 60))).toBe(false)
    expect(isBounce(session(0.05, 30))).toBe(false)
    expect(isBounce(session(null, 1))).toBe(false)
  })
})

describe('watchedFraction', () => {
  it('is unknown without a length, and never more than the whole', () => {
    expect(watchedFraction(30, 0)).toBeNull()
    expect(watchedFraction(30, 60)).toBe(0.5)
    expect(watchedFraction(90, 60)).toBe(1)
  })
})
