import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keepGreatest } from './keep-greatest.ts'

describe('keepGreatest', () => {
  it('keeps what sorting would, in the order it stood in, equal scores as they came', () => {
    // Few values, so that many are equal, and many, so that few are.
    const scores = fc.oneof(fc.array(fc.nat(4)), fc.array(fc.double({ min: -1, max: 1, noNaN: true })))
    fc.assert(
      fc.property(scores, fc.nat(30), (values, limit) => {
        const items = Uint32Array.from(values, (_, at) => 7 * at)
        const ranked = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
        const expected = ranked.slice(0, limit).sort((a, b) => a - b)
        const kept = Float64Array.from(values)
        const size = keepGreatest(items, kept, values.length, limit)
        expect([...items.subarray(0, size)]).toEqual(expected.map((at) => 7 * at))
        expect([...kept.subarray(0, size)]).toEqual(expected.map((at) => values[at]))
      }),
      { numRuns: 2000 },
    )
  })
})
