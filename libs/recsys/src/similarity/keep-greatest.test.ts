import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { keepGreatest, nthGreatest } from './keep-greatest.ts'

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

describe('nthGreatest', () => {
  // Alike, even, in a long tail, with a few far away, and further away than a number has digits.
  const kinds = [
    fc.nat(4),
    fc.double({ min: -1, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value ** 12),
    fc.constantFrom(1, 2, 1e9, -1e9, 1e-300, -1e-300, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324),
  ]
  const lists = fc.oneof(
    ...[...kinds, fc.oneof(...kinds)].map((score) => fc.array(score, { minLength: 1, maxLength: 400, size: 'max' })),
  )

  it('is what stands there after sorting', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const n = 1 + Math.floor(share * (values.length - 1))
        const scores = Float64Array.from([...values, 7])
        const expected = [...values].sort((a, b) => b - a)[n - 1]
        // 0 is as great as -0.
        expect(nthGreatest(scores, values.length, n) + 0).toBe((expected ?? NaN) + 0)
        expect([...scores]).toEqual([...values, 7])
      }),
      { numRuns: 2000 },
    )
  })
})
