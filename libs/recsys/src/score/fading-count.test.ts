import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { NOTHING_COUNTED, TRENDING_HALF_LIFE_MS, addFading, fadedTo } from './fading-count.ts'

const NOW_MS = 1_790_000_000_000
const HALF_LIFE_MS = TRENDING_HALF_LIFE_MS

interface Played {
  readonly weight: number
  readonly agoMs: number
}

const plays = fc.array(
  fc.record({
    weight: fc.double({ min: 0.01, max: 1.5, noNaN: true }),
    agoMs: fc.integer({ min: 0, max: 20 * HALF_LIFE_MS }),
  }),
  { minLength: 1, maxLength: 200 },
)

function countOf(played: readonly Played[]): number {
  return played.reduce(
    (count, { weight, agoMs }) => addFading(count, weight, NOW_MS - agoMs, HALF_LIFE_MS),
    NOTHING_COUNTED,
  )
}

const now = (count: number): number => fadedTo(count, NOW_MS, HALF_LIFE_MS)

describe('a fading count', () => {
  it('is the sum of plays, each worth half a half-life later', () => {
    const count = countOf([
      { weight: 1, agoMs: 0 },
      { weight: 1, agoMs: HALF_LIFE_MS },
      { weight: 0.5, agoMs: 2 * HALF_LIFE_MS },
    ])
    expect(now(count)).toBeCloseTo(1.625, 6)
    expect(fadedTo(count, NOW_MS + HALF_LIFE_MS, HALF_LIFE_MS)).toBeCloseTo(0.8125, 6)
  })

  it('is nothing before the first play, and next to nothing where all plays are old', () => {
    expect(now(NOTHING_COUNTED)).toBe(0)
    expect(now(countOf([{ weight: 1, agoMs: 10 * 365 * 86_400_000 }]))).toBe(0)
  })

  it('agrees with adding up, in whatever order plays come', () => {
    fc.assert(
      fc.property(plays, (played) => {
        const sum = played.reduce((all, { weight, agoMs }) => all + weight * 2 ** (-agoMs / HALF_LIFE_MS), 0)
        for (const order of [played, played.toReversed(), played.toSorted((a, b) => a.agoMs - b.agoMs)]) {
          expect(now(countOf(order)) / sum).toBeCloseTo(1, 6)
        }
      }),
    )
  })
})
