import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { ContainerFormatError } from '../bytes/container.ts'
import { plantedHistories, title } from '../testing/some-histories.ts'
import { countHistories } from './count-histories.ts'
import { countsFromBytes, countsToBytes } from './counts-bytes.ts'
import { COUNT_SETTINGS, createCounts } from './counts.ts'
import type { Counts } from './counts.ts'
import { logLiftRow } from './log-lift.ts'

const [a, b, c] = [title(0), title(1), title(2)]

function countOf(counts: Counts, from: number, to: number): number {
  const [row, column] = [counts.index.numberOf(title(from)), counts.index.numberOf(title(to))]
  return row === undefined || column === undefined ? 0 : (counts.rows[row]?.get(column) ?? 0)
}

describe('observe', () => {
  it('counts the new title after each of the newest ones, less the longer ago they were', () => {
    const counts = createCounts(COUNT_SETTINGS)
    counts.observe([b, a], c, 1)
    expect(countOf(counts, 1, 2)).toBeCloseTo(1, 6)
    expect(countOf(counts, 0, 2)).toBeCloseTo(Math.exp(-1 / 3), 6)
    expect(countOf(counts, 2, 1)).toBe(0)
  })

  it('answers the rows that changed', () => {
    const counts = createCounts(COUNT_SETTINGS)
    const changed = counts.observe([b, a], c, 0.5).map((item) => counts.index.hashOf(item))
    expect(changed).toEqual([b, a])
  })

  it('looks no further back than the window', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, window: 1 })
    counts.observe([b, a], c, 1)
    expect(countOf(counts, 0, 2)).toBe(0)
  })

  it.each([0, -0.5, NaN])('takes a title of weight %d for no evidence', (weight) => {
    const counts = createCounts(COUNT_SETTINGS)
    expect(counts.observe([a], b, weight)).toEqual([])
    expect(counts.total).toBe(0)
  })

  it('never counts a title after itself', () => {
    const counts = createCounts(COUNT_SETTINGS)
    expect(counts.observe([a], a, 1)).toEqual([])
  })

  it('keeps a row within its limit by forgetting the smallest, and still sums all', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, rowLimit: 8 })
    for (let round = 0; round < 5; round++) counts.observe([a], b, 1)
    for (let other = 2; other < 100; other++) counts.observe([a], title(other), 0.5)
    const row = counts.index.numberOf(a) ?? -1
    expect(counts.rows[row]?.size).toBeLessThanOrEqual(8)
    expect(countOf(counts, 0, 1)).toBe(5)
    expect(counts.rowSum(row)).toBe(5 + 98 * 0.5)
  })

  it('equals a plain table of sums', () => {
    const events = fc.array(
      fc.record({
        history: fc.uniqueArray(fc.nat(30), { maxLength: 12 }),
        item: fc.nat(30),
        weight: fc.constantFrom(-1, 0.5, 1),
      }),
    )
    fc.assert(
      fc.property(events, (list) => {
        const counts = createCounts(COUNT_SETTINGS)
        const table = new Map<string, number>()
        for (const { history, item, weight } of list) {
          counts.observe(history.map(title), title(item), weight)
          history.slice(0, 10).forEach((from, k) => {
            const key = `${from} ${item}`
            if (weight > 0 && from !== item) table.set(key, (table.get(key) ?? 0) + weight * Math.exp(-k / 3))
          })
        }
        for (let from = 0; from <= 30; from++) {
          for (let to = 0; to <= 30; to++)
            expect(countOf(counts, from, to)).toBeCloseTo(table.get(`${from} ${to}`) ?? 0, 3)
        }
        expect(counts.total).toBeCloseTo(
          [...table.values()].reduce((sum, value) => sum + value, 0),
          6,
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('logLiftRow', () => {
  it('scores log(1 + T / (R C / t + 1)), best first', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, window: 1 })
    for (const [from, to, times] of [
      [a, b, 3],
      [a, c, 1],
      [c, b, 2],
    ] as const) {
      for (let n = 0; n < times; n++) counts.observe([from], to, 1)
    }
    const row = logLiftRow(counts, counts.index.numberOf(a) ?? -1, 10)
    expect(Array.from(row.items, (item) => counts.index.hashOf(item))).toEqual([b, c])
    expect(row.scores[0]).toBeCloseTo(Math.log1p(3 / ((4 * 5) / 6 + 1)), 6)
    expect(row.scores[1]).toBeCloseTo(Math.log1p(1 / ((4 * 1) / 6 + 1)), 6)
  })

  it('answers an empty row for a title that nothing followed', () => {
    expect(logLiftRow(createCounts(COUNT_SETTINGS), 7, 10).items).toHaveLength(0)
  })
})

describe('counts as bytes', () => {
  const histories = plantedHistories({ viewers: 60, genres: 3, titles: 60, seed: 5 })
  const settings = { ...COUNT_SETTINGS, rowLimit: 16 }

  it('go on, once read back, exactly as the counts that were written', () => {
    const whole = buildNow(countHistories(histories, 60, settings))
    const half = buildNow(countHistories(histories.slice(0, 30), 30, settings))
    const restored = countsFromBytes(countsToBytes(half, settings), settings)
    for (const history of histories.slice(30)) {
      history.forEach(({ item, weight }, at) => {
        restored.observe(
          history
            .slice(0, at)
            .reverse()
            .map((earlier) => earlier.item),
          item,
          weight,
        )
      })
    }
    expect(countsToBytes(restored, settings)).toEqual(countsToBytes(whole, settings))
  })

  it('are refused where they were made with other settings, or are no counts at all', () => {
    const bytes = countsToBytes(createCounts(settings), settings)
    expect(() => countsFromBytes(bytes, COUNT_SETTINGS)).toThrow(ContainerFormatError)
    expect(() => countsFromBytes(bytes.subarray(1), settings)).toThrow(ContainerFormatError)
  })
})
