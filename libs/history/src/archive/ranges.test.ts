import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { gapsIn, lengthOf, reachingFarthest } from './ranges.ts'

const offset = fc.nat({ max: 30 })
const ranges = fc.array(
  fc.tuple(offset, fc.integer({ min: 1, max: 8 })).map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 8 },
)

describe('ranges', () => {
  it('leave exactly the gaps that counting finds', () => {
    fc.assert(
      fc.property(ranges, offset, offset, (held, a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)]
        const expected = Array.from({ length: to - from }, (_, i) => from + i).filter(
          (at) => !held.some(({ start, end }) => start <= at && at < end),
        )
        const gaps = gapsIn(held, from, to)
        const found = gaps.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i))
        expect(found).toEqual(expected)
        expect(lengthOf(gaps)).toBe(expected.length)
      }),
    )
  })

  it('are walked through without a gap and without a step back, however they overlap', () => {
    fc.assert(
      fc.property(ranges, (held) => {
        let at = held[0]?.start ?? 0
        for (let range = reachingFarthest(held, at); range !== null; range = reachingFarthest(held, at)) {
          expect(range.start <= at && at < range.end).toBe(true)
          at = range.end
        }
        expect(held.some(({ start, end }) => start <= at && at < end)).toBe(false)
      }),
    )
  })
})
