import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createTopK } from './top-k.ts'

describe('createTopK', () => {
  it('equals sorting everything, ties by item, in whatever order titles come', () => {
    const scores = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 })
    fc.assert(
      fc.property(scores, fc.integer({ min: 0, max: 12 }), fc.infiniteStream(fc.nat()), (values, limit, noise) => {
        const best = createTopK(limit, (a, b) => a - b)
        const order = [...noise.take(values.length)]
        const noiseAt = (item: number): number => order[item] ?? 0
        const shuffled = values.map((score, item) => ({ item, score, at: noiseAt(item) }))
        for (const { item, score } of shuffled.sort((a, b) => a.at - b.at)) {
          if (best.accepts(item, score)) best.add(item, score)
        }
        const sorted = values
          .map((score, item) => ({ item, score }))
          .sort((a, b) => b.score - a.score || a.item - b.item)
        const { items, scores: kept } = best.drain()
        expect([...items]).toEqual(sorted.slice(0, limit).map(({ item }) => item))
        expect([...kept]).toEqual(sorted.slice(0, limit).map(({ score }) => score))
        expect(best.drain().items).toHaveLength(0)
      }),
    )
  })
})
