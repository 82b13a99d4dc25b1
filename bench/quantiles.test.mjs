import { describe, expect, it } from '@jest/globals'
import { createTimes, quantiles, spread } from './quantiles.mjs'

describe('quantiles', () => {
  it('are those of the sorted samples, to a thousandth', () => {
    const samples = Array.from({ length: 10_000 }, (_, at) => (10_000 - at) / 10)
    const { p50, p99, p999, max, samples: count } = quantiles(samples)
    for (const [found, expected] of [
      [p50, 500],
      [p99, 990],
      [p999, 999],
      [max, 1000],
    ]) {
      expect(found).toBeGreaterThanOrEqual(expected)
      expect(found).toBeLessThanOrEqual(expected * 1.001 + 0.01)
    }
    expect(count).toBe(10_000)
  })

  it('see fractions of a unit', () => {
    expect(quantiles([0.25]).p50).toBe(0.25)
  })

  it('are not made of nothing', () => {
    expect(() => quantiles([])).toThrow('no samples')
  })

  it('are the same as they come', () => {
    const times = createTimes()
    for (const time of [3, 1, 2]) times.record(time)
    expect(times.quantiles()).toEqual(quantiles([1, 2, 3]))
  })
})

describe('spread', () => {
  it('is least, middle and greatest, in any order', () => {
    expect(spread([3, 10, 1, 2, 7])).toEqual({ min: 1, median: 3, max: 10 })
  })
})
