import { describe, expect, it } from '@jest/globals'
import { hasMore, judgeBatch } from './cursor.ts'

describe('judgeBatch', () => {
  it('reads a batch that starts at the position', () => {
    expect(judgeBatch(10, 0, 10)).toBe('read')
    expect(judgeBatch(10, 2, 10)).toBe('read')
  })

  it('seeks when a batch starts elsewhere: it may have been under way before the last seek', () => {
    expect(judgeBatch(10, 0, 20)).toBe('seek')
    expect(judgeBatch(10, 1, 0)).toBe('seek')
  })

  it('doubts a log that answers from elsewhere even after seeking twice', () => {
    expect(judgeBatch(10, 2, 20)).toBe('doubt')
    expect(judgeBatch(10, 2, 0)).toBe('doubt')
  })
})

describe('hasMore', () => {
  const cursor = { seeks: 0, ready: Promise.resolve(), stop: new AbortController() }

  it.each([
    ['before the end', { position: 4, steppedTo: 0 }, true],
    ['at the end', { position: 10, steppedTo: 0 }, false],
    ['not known yet', { position: null, steppedTo: 0 }, false],
    ['before what nobody is shown', { position: 4, steppedTo: 10 }, false],
  ])('tells whether a reader %s has something to read', (_, where, expected) => {
    expect(hasMore({ ...cursor, ...where }, { start: 0, end: 10 })).toBe(expected)
  })

  it('sees nothing where all of the log is deleted', () => {
    expect(hasMore({ ...cursor, position: 4, steppedTo: 0 }, { start: 10, end: 10 })).toBe(false)
  })
})
