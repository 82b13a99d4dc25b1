import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { insertSorted, removeSorted } from './sorted-list.ts'

describe('a sorted list', () => {
  it('is what a sorted set of the same entries is', () => {
    const steps = fc.array(fc.record({ entry: fc.nat(12), comes: fc.boolean() }), { maxLength: 60 })
    fc.assert(
      fc.property(steps, (list) => {
        const sorted: number[] = []
        const set = new Set<number>()
        const compare = (a: number, b: number): number => a - b
        for (const { entry, comes } of list) {
          expect((comes ? insertSorted : removeSorted)(sorted, entry, compare)).toBe(comes !== set.has(entry))
          if (comes) set.add(entry)
          else set.delete(entry)
          expect(sorted).toEqual([...set].sort(compare))
        }
      }),
    )
  })
})
