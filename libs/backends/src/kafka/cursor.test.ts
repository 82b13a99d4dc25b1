import { describe, expect, it } from '@jest/globals'
import { judgeBatch } from './cursor.ts'

describe('judgeBatch', () => {
  it('reads a batch that starts at the position', () => {
    expect(judgeBatch(10, null, 10)).toBe('read')
    expect(judgeBatch(10, 10, 10)).toBe('read')
  })

  it('seeks when a batch starts elsewhere for the first time', () => {
    expect(judgeBatch(10, null, 20)).toBe('seek')
    expect(judgeBatch(10, null, 0)).toBe('seek')
    expect(judgeBatch(10, 4, 20)).toBe('seek')
  })

  it('accepts a gap that is still there after seeking', () => {
    expect(judgeBatch(10, 10, 20)).toBe('read')
  })

  it('doubts a log that starts before the position even after seeking', () => {
    expect(judgeBatch(10, 10, 0)).toBe('doubt')
  })
})
