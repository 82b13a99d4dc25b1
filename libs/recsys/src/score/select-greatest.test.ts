import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { selectGreatest } from './select-greatest.ts'

/** Few different ones, so that many are equal, and of all sizes. */
const anyValue = fc.oneof(
  fc.integer({ min: 1, max: 4 }),
  fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true }),
  fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }),
)

describe('selectGreatest', () => {
  it('puts those to the front that sorting would put there, and leaves alone what is beyond the size', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { minLength: 1, maxLength: 130 }), fc.nat(), fc.nat(), (all, a, b) => {
        const size = 1 + (a % all.length)
        const count = 1 + (b % size)
        const expected = Float64Array.from(all.slice(0, size)).sort().reverse().slice(0, count)
        const values = Float64Array.from(all)
        const least = selectGreatest(values, size, count, expected[0] ?? NaN, new Float64Array(size))
        expect(least).toBe(expected.at(-1))
        expect(values.slice(0, count).sort().reverse()).toEqual(expected)
        expect([...values.slice(size)]).toEqual(all.slice(size))
      }),
      { numRuns: 1000 },
    )
  })
})
