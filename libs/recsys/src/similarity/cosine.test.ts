import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Matrix } from 'ml-matrix'
import { createInteractions } from '../build/interactions.ts'
import type { ViewerHistory } from '../build/interactions.ts'
import { buildNow } from '../build/progress.ts'
import { title } from '../testing/some-histories.ts'
import { cosineRows } from './cosine.ts'
import type { CosineSettings } from './cosine.ts'

const weights = fc.constantFrom(-0.5, -0.125, 0.25, 0.5, 1)
const histories = fc.array(
  fc.uniqueArray(fc.record({ item: fc.nat(12).map(title), weight: weights }), {
    selector: ({ item }) => item,
    maxLength: 8,
  }),
  { maxLength: 20 },
)

/** The definition, with dense matrices. */
function oracle(viewers: readonly ViewerHistory[], { shrinkage, neighbours }: CosineSettings): [number, number][][] {
  const { items } = createInteractions(viewers)
  if (items.length === 0) return []
  const x = Matrix.zeros(viewers.length, items.length)
  viewers.forEach((history, viewer) => {
    for (const { item, weight } of history) x.set(viewer, items.indexOf(item), weight)
  })
  const g = x.transpose().mmul(x)
  return items.map((_, i) =>
    items
      .map((__, j): [number, number] => [
        j,
        Math.fround(g.get(i, j) / (Math.sqrt(g.get(i, i)) * Math.sqrt(g.get(j, j)) + shrinkage)),
      ])
      .filter(([j, score]) => j !== i && score > 0)
      .sort(([a, x1], [b, x2]) => x2 - x1 || a - b)
      .slice(0, neighbours),
  )
}

describe('cosineRows', () => {
  it('equals the dense definition', () => {
    const settings = { shrinkage: 1.5, neighbours: 4 }
    fc.assert(
      fc.property(histories, (viewers) => {
        const rows = buildNow(cosineRows(createInteractions(viewers), settings))
        const expected = oracle(viewers, settings)
        const found = expected.map((_, i) => {
          const [start, end] = [rows.offsets[i] ?? 0, rows.offsets[i + 1] ?? 0]
          return Array.from(rows.neighbours.subarray(start, end), (j, at) => [j, rows.scores[start + at]])
        })
        expect(found).toEqual(expected)
        expect(rows.offsets).toHaveLength(expected.length + 1)
      }),
    )
  })

  it('says how far it is, and can be left in the middle', () => {
    const viewers = Array.from({ length: 300 }, (_, n) => [{ item: title(n), weight: 1 }])
    const builder = cosineRows(createInteractions(viewers), { shrinkage: 1, neighbours: 5 })
    expect(builder.next().value).toEqual({ stage: 'similarity', done: 0, of: 300 })
    expect(builder.next().value).toEqual({ stage: 'similarity', done: 64, of: 300 })
  })
})
