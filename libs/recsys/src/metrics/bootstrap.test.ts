import { describe, expect, it } from '@jest/globals'
import { BOOTSTRAP, bootstrapIntervals } from './bootstrap.ts'

describe('bootstrapIntervals', () => {
  it('is a point where all viewers are alike', () => {
    expect(bootstrapIntervals({ counts: [2, 2, 2], sums: [1, 1, 1], metrics: 1 })).toEqual([[0.5, 0.5]])
  })

  it('comes near the normal interval for many viewers', () => {
    const viewers = 400
    const sums = Array.from({ length: viewers }, (_, viewer) => (viewer % 4 === 0 ? 1 : 0))
    const [interval] = bootstrapIntervals({ counts: sums.map(() => 1), sums, metrics: 1 })
    const halfWidth = 1.96 * Math.sqrt((0.25 * 0.75) / viewers)
    expect(interval?.[0]).toBeCloseTo(0.25 - halfWidth, 2)
    expect(interval?.[1]).toBeCloseTo(0.25 + halfWidth, 2)
  })

  it('is wider where the questions belong to few viewers', () => {
    const few = bootstrapIntervals({ counts: [50, 50, 50, 50], sums: [50, 0, 0, 0], metrics: 1 })
    expect((few[0]?.[1] ?? 0) - (few[0]?.[0] ?? 0)).toBeGreaterThan(0.5)
  })

  it('gives the same for the same seed, and another for another', () => {
    const data = { counts: [1, 2, 3, 4], sums: [1, 0, 0, 1, 2, 2, 0, 3], metrics: 2 }
    expect(bootstrapIntervals(data)).toEqual(bootstrapIntervals(data))
    expect(bootstrapIntervals(data, { ...BOOTSTRAP, resamples: 20, seed: 2 })).not.toEqual(
      bootstrapIntervals(data, { ...BOOTSTRAP, resamples: 20 }),
    )
    expect(bootstrapIntervals({ counts: [], sums: [], metrics: 1 })).toEqual([])
  })
})
