import { describe, expect, it } from '@jest/globals'
import { hitRate } from './hit-rate.ts'
import { mrr } from './mrr.ts'
import { ndcg } from './ndcg.ts'
import { recall } from './recall.ts'

const LIST = ['a', 'b', 'c', 'd']

describe('hitRate', () => {
  it('is 1 where any target is among the first K', () => {
    expect(hitRate(LIST, new Set(['c', 'z']), 3)).toBe(1)
    expect(hitRate(LIST, new Set(['c', 'z']), 2)).toBe(0)
  })
})

describe('recall', () => {
  it('divides by all targets, also where there are more than K', () => {
    expect(recall(LIST, new Set(['a', 'c', 'z']), 2)).toBeCloseTo(1 / 3)
    expect(recall(LIST, new Set(['a', 'b', 'c', 'd']), 2)).toBe(0.5)
    expect(recall(LIST, new Set(), 2)).toBe(0)
  })
})

describe('ndcg', () => {
  it('is 1 / log2(rank + 1) for one target', () => {
    expect(ndcg(LIST, new Set(['c']), 10)).toBeCloseTo(1 / 2)
    expect(ndcg(LIST, new Set(['c']), 2)).toBe(0)
  })

  it('divides by the best list that K places allow', () => {
    // Hits at 1 and 3: 1 + 1/2; best for three targets in three places: 1 + 0.63093 + 0.5.
    expect(ndcg(LIST, new Set(['a', 'c', 'z']), 3)).toBeCloseTo(1.5 / 2.13093, 5)
    expect(ndcg(LIST, new Set(['a', 'b', 'c']), 2)).toBeCloseTo(1)
    expect(ndcg(LIST, new Set(), 2)).toBe(0)
  })
})

describe('mrr', () => {
  it('looks at the first target only', () => {
    expect(mrr(LIST, new Set(['b', 'd']), 10)).toBe(0.5)
    expect(mrr(LIST, new Set(['d']), 3)).toBe(0)
  })
})
