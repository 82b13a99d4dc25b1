import { describe, expect, it } from '@jest/globals'
import { figureAt, figuresOf } from './figures.mjs'

const result = {
  bench: 'page',
  ratio: { min: 1, median: 2, max: 3 },
  value: { p50: 4, p99: 5, p999: 6, max: 7, samples: 8, bytes: 9 },
  spreads: { p50: { min: 1, median: 2, max: 3 }, p99: { min: 4, median: 5, max: 6 } },
  bytesPerProfile: { 50: 1000 },
}

describe('figureAt', () => {
  it('follows a path to a number', () => {
    expect(figureAt(result, 'value.p99')).toBe(5)
    expect(figureAt(result, 'bytesPerProfile.50')).toBe(1000)
  })

  it('finds nothing where there is no number', () => {
    expect(figureAt(result, 'value')).toBeUndefined()
    expect(figureAt(result, 'families.real.value.p99')).toBeUndefined()
    expect(figureAt(null, 'value')).toBeUndefined()
  })
})

describe('figuresOf', () => {
  it('tells spreads, times and numbers apart', () => {
    const { spreads, times, numbers } = figuresOf(result)
    expect(spreads.map(({ path }) => path)).toEqual(['ratio', 'spreads.p50', 'spreads.p99'])
    expect(times).toEqual([{ path: 'value', ...result.value }])
    expect(numbers).toEqual([{ path: 'bytesPerProfile.50', value: 1000 }])
  })
})
