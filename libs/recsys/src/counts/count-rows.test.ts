import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { rowSet } from '../testing/row-set.ts'
import { createRowPlace } from '../score/row-source.ts'
import { COUNT_ROW_KINDS, createRowBuilder } from './count-rows.ts'
import type { CountRow, CountRowKind } from './count-rows.ts'
import { createCountedRows } from './counted-rows.ts'
import { COUNT_SETTINGS, createCounts } from './counts.ts'
import type { Counts } from './counts.ts'

const pairs = (row: CountRow): [number, number][] =>
  Array.from(row.neighbours, (item, at) => [item, row.scores[at] ?? 0])

/** Each event: title 0..9 after titles 0..9, newest first. */
const events = fc.array(fc.tuple(fc.uniqueArray(fc.nat(9), { maxLength: 5 }), fc.nat(9), fc.nat(1000)), {
  maxLength: 40,
})

function countsOf(list: readonly (readonly [number[], number, number])[], halfLifeMs: number): Counts {
  const counts = createCounts({ ...COUNT_SETTINGS, halfLifeMs, reverse: 0.3 })
  for (const [titles, item, atMs] of list) {
    counts.observe({ titles, weights: titles.map(() => 1) }, item, 1, atMs)
  }
  return counts
}

/** The formulas of the top of the file, entry by entry. */
function expectedRow(counts: Counts, kind: CountRowKind, item: number): [number, number][] {
  const scale = counts.scale()
  const sum = (value: number): number => value * scale
  const row = Array.from({ length: 10 }, (_, other): [number, number] => {
    const [from, to] = kind === 'reverse' ? [other, item] : [item, other]
    if (kind === 'short') {
      const short = sum(counts.rowOf(item)?.second(other) ?? 0)
      return [other, Math.log(1 + (200 * short) / (sum(counts.shortRowSum(item)) + 0.5))]
    }
    const long = sum(counts.rowOf(from)?.first(to) ?? 0)
    const chance = (sum(counts.rowSum(from)) * sum(counts.columnSum(to))) / sum(counts.total())
    return [other, long > 0 ? Math.log(1 + long / (chance + 1)) : 0]
  })
  return row.filter(([, score]) => score > 0)
}

describe('rows of counts', () => {
  it.each(COUNT_ROW_KINDS)('equal their formula, best first: %s', (kind) => {
    fc.assert(
      fc.property(events, fc.constantFrom(0, 100), (list, halfLifeMs) => {
        const counts = countsOf(list, halfLifeMs)
        const build = createRowBuilder(100)
        for (let item = 0; item < 10; item++) {
          const row = pairs(build(counts, kind, item))
          const expected = expectedRow(counts, kind, item)
          expect(row).toHaveLength(expected.length)
          for (const [other, score] of row) expect(score).toBeCloseTo(new Map(expected).get(other) ?? -1, 4)
          expect(row).toEqual(row.toSorted(([i, x], [j, y]) => y - x || i - j))
        }
      }),
    )
  })

  it('hold the best few, and none for a title that nothing followed', () => {
    const build = createRowBuilder(1)
    const counts = createCounts(COUNT_SETTINGS)
    counts.observe({ titles: [0], weights: [1] }, 1, 1, 0)
    counts.observe({ titles: [0], weights: [1] }, 2, 2, 0)
    expect([...build(counts, 'long', 0).neighbours]).toEqual([2])
    expect(build(counts, 'long', 7).neighbours).toHaveLength(0)
  })
})

describe('counted rows', () => {
  it('are those of the counts as of the last touch, beside other row sets as they stand', () => {
    const counts = createCounts(COUNT_SETTINGS)
    const rows = createCountedRows(counts, createRowBuilder(10), new Map([['other', rowSet([[[1, 0.5]], []])]]))
    const place = createRowPlace()
    const at = (name: string): number[] => {
      rows.rowsOf(name)(0, place)
      return [...place.neighbours.subarray(place.start, place.end)]
    }
    expect(at('long')).toEqual([])
    counts.observe({ titles: [0], weights: [1] }, 3, 1, 0, rows.touch)
    expect(at('long')).toEqual([3])
    expect(at('other')).toEqual([1])
  })
})
