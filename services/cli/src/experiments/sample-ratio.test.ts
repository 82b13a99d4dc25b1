import { describe, expect, it } from '@jest/globals'
import { chiSquareTail, errorsWithin, twoSided } from './distributions.ts'
import { sampleRatio } from './sample-ratio.ts'

describe('the distributions', () => {
  it('agree with printed tables', () => {
    expect(errorsWithin(0.95)).toBeCloseTo(1.959964, 5)
    expect(twoSided(1.959964)).toBeCloseTo(0.05, 6)
    expect(twoSided(-2.575829)).toBeCloseTo(0.01, 6)
    expect(chiSquareTail(3.841459, 1)).toBeCloseTo(0.05, 6)
    expect(chiSquareTail(13.815511, 2)).toBeCloseTo(0.001, 6)
    expect(chiSquareTail(1e6, 1)).toBe(0)
  })
})

describe('the sample ratio', () => {
  const shares = [
    { variant: 'a', share: 0.5 },
    { variant: 'b', share: 0.5 },
  ]
  const counted = (a: number, b: number): Map<string, number> =>
    new Map([
      ['a', a],
      ['b', b],
    ])

  it('fits as often as chance allows', () => {
    expect(sampleRatio(counted(5050, 4950), shares)).toMatchObject({ chiSquare: 1, mismatch: false })
    expect(sampleRatio(counted(5050, 4950), shares).p).toBeCloseTo(0.3173, 4)
  })

  it('does not fit where a variant has lost viewers', () => {
    const { p, mismatch } = sampleRatio(counted(5000, 4600), shares)
    expect(p).toBeLessThan(0.001)
    expect(mismatch).toBe(true)
    expect(sampleRatio(counted(100, 0), shares).mismatch).toBe(true)
  })

  it('is that of the shares, whatever they sum to', () => {
    const uneven = [
      { variant: 'a', share: 0.09 },
      { variant: 'b', share: 0.01 },
    ]
    const { p, mismatch } = sampleRatio(counted(9000, 1000), uneven)
    expect(p).toBeCloseTo(1, 6)
    expect(mismatch).toBe(false)
    expect(sampleRatio(counted(5000, 5000), uneven).mismatch).toBe(true)
  })

  it('is not told of few viewers', () => {
    expect(sampleRatio(counted(8, 1), shares)).toEqual({ chiSquare: null, p: null, mismatch: false })
  })

  it('does not fit where a variant was seen that the file does not have', () => {
    expect(sampleRatio(new Map([...counted(1000, 1000), ['c', 1]]), shares).mismatch).toBe(true)
  })
})
