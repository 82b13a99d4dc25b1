import { describe, expect, it } from '@jest/globals'
import { seededRandom } from '../random.ts'
import { createSparseRows } from './sparse-rows.ts'
import type { SparseRow } from './sparse-rows.ts'

type Entry = [item: number, first: number, second: number]

function entriesOf(row: SparseRow | undefined): Entry[] {
  const entries: Entry[] = []
  row?.forEach((item, first, second) => entries.push([item, first, second]))
  return entries.sort(([a], [b]) => a - b)
}

describe('createSparseRows', () => {
  it.each([1, 2] as const)('holds what maps would hold, with %i sums an entry', (sums) => {
    const random = seededRandom(sums)
    const limit = 20
    const rows = createSparseRows(limit, sums)
    const maps = Array.from({ length: 40 }, () => new Map<number, Entry>())
    for (let step = 0; step < 20_000; step++) {
      const row = Math.floor(random() ** 2 * maps.length)
      const item = Math.floor(random() * 60)
      // Of few values, so that some are equal where the smallest are forgotten.
      const [first, second] = [Math.ceil(random() * 4) / 8, sums === 2 ? random() : 0]
      const map = maps[row] ?? new Map<number, Entry>()
      const known = map.get(item)
      if (known === undefined && map.size === limit) {
        const greatest = [...map.values()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit * 0.75)
        map.clear()
        for (const entry of greatest) map.set(entry[0], entry)
      }
      map.set(item, [item, Math.fround((known?.[1] ?? 0) + first), Math.fround((known?.[2] ?? 0) + second)])
      rows.add(row, item, first, second)
      if (step % 100 === 0) expect(rows.row(row)?.size).toBe(map.size)
    }
    rows.scale(0.5)
    maps.forEach((map, row) => {
      const expected = [...map.values()].sort(([a], [b]) => a - b)
      const halved = expected.map(([item, first, second]): Entry => [item, first / 2, Math.fround(second / 2)])
      expect(entriesOf(rows.row(row))).toEqual(halved)
      expect([rows.row(row)?.first(61), rows.row(row)?.second(61)]).toEqual([0, 0])
      for (const [item, first, second] of halved) {
        expect([rows.row(row)?.first(item), rows.row(row)?.second(item)]).toEqual([first, second])
      }
    })
  })

  it('goes from page to page, and has rows as long as wanted', () => {
    const rows = createSparseRows(Infinity, 2)
    for (let item = 0; item < 400_000; item++) rows.add(7, item, 1, item)
    expect(rows.row(7)?.size).toBe(400_000)
    expect([rows.row(7)?.second(0), rows.row(7)?.second(399_999)]).toEqual([0, 399_999])
    expect(rows.row(6)).toBeUndefined()
    expect(rows.row(1_000_000)).toBeUndefined()
  })
})
