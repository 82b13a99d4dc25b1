import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../random.ts'
import { createRowSorter } from './row-sorter.ts'

describe('createRowSorter', () => {
  it.each([false, true])('sorts as a comparator does, whatever the length and the limit; signed: %s', (signed) => {
    const random = seededRandom(9)
    for (let round = 0; round < 300; round++) {
      const length = Math.floor(random() ** 3 * 2000)
      const limit = Math.floor(random() * 200)
      const sorter = createRowSorter(limit, signed)
      const scale = 10 ** (random() * 12 - 6)
      // Every third score stands there more than once.
      const scores = Array.from(
        { length },
        () => scale * (random() < 0.3 ? Math.floor(random() * 5) - 2 : random() - 0.4),
      )
      const items = scores.map((_, at) => (at * 7919) % 2 ** 22)
      const addAll = (): void => {
        scores.forEach((score, at) => {
          sorter.add(items[at] ?? 0, score)
        })
      }
      const expected = scores
        .map((score, at) => ({ item: items[at] ?? 0, score: Math.fround(score) }))
        .filter(({ score }) => score > 0 || (signed && score < 0))
        .sort((a, b) => b.score - a.score || a.item - b.item)
        .slice(0, limit)
      addAll()
      const unsorted = sorter.drainUnsorted()
      expect([...unsorted.neighbours].sort()).toEqual(expected.map(({ item }) => item).sort())
      const scoreOf = new Map(expected.map(({ item, score }) => [item, score]))
      expect([...unsorted.scores]).toEqual([...unsorted.neighbours].map((item) => scoreOf.get(item)))
      // Nothing of the others is left.
      addAll()
      const row = sorter.drain()
      expect([...row.neighbours]).toEqual(expected.map(({ item }) => item))
      expect([...row.scores]).toEqual(expected.map(({ score }) => score))
    }
  })
})
