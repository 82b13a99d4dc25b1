import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bestFirst } from './best-first.ts'

describe('bestFirst', () => {
  it('answers what sorting answers, equal scores in the given order', () => {
    const anyScore = fc.constantFrom(-Infinity, -1, 0, 0.5, 1, 2)
    fc.assert(
      fc.property(fc.array(anyScore), fc.nat({ max: 5 }), (all, from) => {
        const scores = Float64Array.from(all)
        const next = bestFirst(scores, from, scores.length, (a, b) => a > b)
        const expected = [...scores.keys()].slice(from).sort((a, b) => Number(all[b]) - Number(all[a]) || b - a)
        expect(Array.from({ length: expected.length }, next)).toEqual(expected.map(Number))
        expect(next()).toBe(-1)
      }),
    )
  })
})
