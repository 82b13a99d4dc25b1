import { describe, expect, it } from '@jest/globals'
import { growingPercent } from './garbage.ts'

describe('room for old garbage', () => {
  it.each([
    [20, 100],
    [64, 100],
    [100, 64],
    [256, 25],
    [300, null],
    [4000, null],
  ])('of a heap of %i MB in use is %s percent', (usedMb, percent) => {
    expect(growingPercent(usedMb * 2 ** 20)).toBe(percent)
  })
})
