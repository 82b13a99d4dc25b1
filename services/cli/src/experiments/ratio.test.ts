import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '@upnext/testkit'
import type { Random } from '@upnext/testkit'
import { addToRatio, differenceOf, estimate, intervalOf, noRatio } from './ratio.ts'
import type { Estimate, RatioSums } from './ratio.ts'

type Viewer = readonly [shown: number, picks: number]

function sumsOf(viewers: readonly Viewer[]): RatioSums {
  const sums = noRatio()
  for (const [x, y] of viewers) addToRatio(sums, x, y)
  return sums
}

/** Viewers who differ in how much they are shown and in how readily they pick: impressions of one viewer are alike. */
function someViewers(count: number, random: Random, lift = 0): Viewer[] {
  return Array.from({ length: count }, () => {
    const shown = random.int(5, 60)
    const rate = 0.3 * random.next() ** 2 + lift
    let picks = 0
    for (let n = 0; n < shown; n++) picks += random.next() < rate ? 1 : 0
    return [shown, picks]
  })
}

describe('a ratio over viewers', () => {
  it('is computed as by hand', () => {
    // Ratios 1/2 and 3/4; R = 4/6; s_xx = 2, s_yy = 2, s_xy = 2; mean of x is 3.
    const { value, variance } = estimate(
      sumsOf([
        [2, 1],
        [4, 3],
      ]),
    )
    expect(value).toBeCloseTo(2 / 3, 12)
    expect(variance).toBeCloseTo((2 - (4 / 3) * 2 + (4 / 9) * 2) / (2 * 9), 12)
  })

  it('is the usual mean and its standard error where each viewer counts as one', () => {
    const { value, variance } = estimate(
      sumsOf([
        [1, 60],
        [1, 120],
        [1, 300],
      ]),
      1 / 60,
    )
    expect(value).toBeCloseTo(8 / 3, 12)
    expect(variance).toBeCloseTo(((1 - 8 / 3) ** 2 + (2 - 8 / 3) ** 2 + (5 - 8 / 3) ** 2) / 2 / 3, 12)
  })

  it('says where it does not know', () => {
    expect(estimate(noRatio())).toEqual({ value: null, variance: null })
    expect(intervalOf(estimate(sumsOf([[2, 1]])))).toEqual({ value: 0.5, low: null, high: null })
    const nobody = estimate(noRatio())
    const same = estimate(
      sumsOf([
        [2, 1],
        [2, 1],
      ]),
    )
    expect(differenceOf(nobody, same)).toEqual({ value: null, low: null, high: null, p: null })
    expect(differenceOf(same, same)).toEqual({ value: 0, low: 0, high: 0, p: null })
  })

  it('varies as much as the bootstrap over viewers says', () => {
    const random = seededRandom(5)
    const viewers = someViewers(500, random)
    const ratios = Array.from({ length: 2000 }, () => {
      const drawn = viewers.map(() => random.pick(viewers))
      return estimate(sumsOf(drawn)).value ?? 0
    })
    const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length
    const deviation = Math.sqrt(ratios.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (ratios.length - 1))
    const delta = Math.sqrt(estimate(sumsOf(viewers)).variance ?? 0)
    // The bootstrap's own error is 1 / sqrt(2 * 2000), 1.6 %.
    expect(Math.abs(delta / deviation - 1)).toBeLessThan(0.05)
  })
})

describe('a difference of two variants', () => {
  const TRUE_RATE = 0.1

  it('is found to be none in about 95 of 100 experiments without one, and each interval covers the truth as often', () => {
    const random = seededRandom(11)
    const experiments = 400
    let covered = 0
    let none = 0
    let significant = 0
    let naiveCovered = 0
    for (let n = 0; n < experiments; n++) {
      const [one, other] = [sumsOf(someViewers(150, random)), sumsOf(someViewers(150, random))]
      const difference = differenceOf(estimate(one), estimate(other))
      none += contains(difference, 0) ? 1 : 0
      significant += (difference.p ?? 1) < 0.05 ? 1 : 0
      covered += contains(intervalOf(estimate(one)), TRUE_RATE) ? 1 : 0
      naiveCovered += contains(intervalOf(asIfImpressionsWereApart(one)), TRUE_RATE) ? 1 : 0
    }
    // Two and a half standard errors of a share of 0.95 over 400 experiments.
    for (const count of [covered, none]) expect(Math.abs(count / experiments - 0.95)).toBeLessThan(0.0275)
    expect(none + significant).toBe(experiments)
    expect(naiveCovered / experiments).toBeLessThan(0.85)
  })

  it('is found where there is one, on the right side', () => {
    const random = seededRandom(3)
    const [control, lifted] = [someViewers(2000, random), someViewers(2000, random, 0.02)]
    const difference = differenceOf(estimate(sumsOf(lifted)), estimate(sumsOf(control)))
    expect(difference.p).toBeLessThan(0.001)
    expect(difference.low).toBeGreaterThan(0)
    expect(contains(difference, 0.02)).toBe(true)
  })
})

function contains(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  value: number,
): boolean {
  return low !== null && high !== null && low <= value && value <= high
}

/** What the report would say if it forgot that impressions belong to viewers. */
function asIfImpressionsWereApart({ x, y }: RatioSums): Estimate {
  const value = y / x
  return { value, variance: (value * (1 - value)) / x }
}
