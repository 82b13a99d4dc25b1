import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { ContainerFormatError } from '../bytes/container.ts'
import { plantedHistories } from '../testing/some-histories.ts'
import { createRecentTitles } from '../timeline/recent-titles.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { countTimeline } from './count-timeline.ts'
import { countsFromBytes, countsToBytes } from './counts-bytes.ts'
import { COUNT_SETTINGS, createCounts } from './counts.ts'
import type { Counts, CountSettings, GrowingCounts } from './counts.ts'

const [a, b, c] = [0, 1, 2]

/** Titles before, newest first, all liked. */
const before = (...titles: number[]) => ({ titles, weights: titles.map(() => 1) })

function longOf(counts: Counts, from: number, to: number): number {
  return (counts.rowOf(from)?.first(to) ?? 0) * counts.scale()
}

function shortOf(counts: Counts, from: number, to: number): number {
  return (counts.rowOf(from)?.second(to) ?? 0) * counts.scale()
}

describe('observe', () => {
  it('counts the new title after each of the newest ones, less the longer ago they were', () => {
    const counts = createCounts(COUNT_SETTINGS)
    counts.observe(before(b, a), c, 1, 0)
    expect(longOf(counts, b, c)).toBeCloseTo(1, 6)
    expect(longOf(counts, a, c)).toBeCloseTo(Math.exp(-1 / 3), 6)
    expect(shortOf(counts, a, c)).toBeCloseTo(Math.exp(-1 / 1.5), 6)
    expect(longOf(counts, c, b)).toBe(0)
  })

  it('gives the same rows and sums where nobody looks backwards, and no columns', () => {
    const settings = { ...COUNT_SETTINGS, reverse: 0.3, halfLifeMs: 1000 }
    const [both, forwards] = [createCounts(settings), createCounts(settings, undefined, false)]
    // Long enough for the landmark to move.
    for (const atMs of [0, 500, 100_000]) {
      for (const counts of [both, forwards]) counts.observe(before(b, a), c, 1, atMs)
    }
    for (const item of [a, b, c]) {
      expect(forwards.columnOf(item)).toBeUndefined()
      expect(forwards.columnSum(item)).toBe(both.columnSum(item))
      for (const to of [a, b, c]) {
        expect([longOf(forwards, item, to), shortOf(forwards, item, to)]).toEqual([
          longOf(both, item, to),
          shortOf(both, item, to),
        ])
      }
    }
    expect(both.columnOf(c)?.size).toBe(2)
  })

  it('tells of each title whose row or column changed', () => {
    const touched: number[] = []
    createCounts(COUNT_SETTINGS).observe(before(b, a), c, 0.5, 0, (item) => touched.push(item))
    expect(touched.sort()).toEqual([a, b, c])
  })

  it('looks no further back than its windows', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, window: 2, shortWindow: 1 })
    counts.observe(before(3, b, a), c, 1, 0)
    expect(longOf(counts, b, c)).toBeGreaterThan(0)
    expect(shortOf(counts, b, c)).toBe(0)
    expect(longOf(counts, a, c)).toBe(0)
  })

  it('gives no place to the title itself, nor to disliked ones', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, window: 1 })
    counts.observe({ titles: [c, b, a], weights: [1, -0.5, 1] }, c, 1, 0)
    expect(longOf(counts, a, c)).toBe(1)
    expect(counts.total()).toBe(1)
  })

  it.each([0, -0.5, NaN])('takes a title of weight %d for no evidence', (weight) => {
    const counts = createCounts(COUNT_SETTINGS)
    counts.observe(before(a), b, weight, 0, () => {
      throw new Error('nothing changed')
    })
    expect(counts.total()).toBe(0)
  })

  it('keeps a row within its limit by forgetting the smallest, and still sums all', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, rowLimit: 8 })
    for (let round = 0; round < 5; round++) counts.observe(before(a), b, 1, 0)
    for (let other = 2; other < 100; other++) counts.observe(before(a), other, 0.5, 0)
    expect(counts.rowOf(a)?.size).toBeLessThanOrEqual(8)
    expect(longOf(counts, a, b)).toBe(5)
    expect(counts.rowSum(a)).toBe(5 + 98 * 0.5)
  })
})

const events = fc.array(
  fc.record({
    history: fc.uniqueArray(fc.nat(12), { maxLength: 12 }),
    liked: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    item: fc.nat(12),
    weight: fc.constantFrom(-1, 0.5, 1),
    atMs: fc.nat(400),
  }),
  { maxLength: 60 },
)
type Event = typeof events extends fc.Arbitrary<readonly (infer One)[]> ? One : never

interface Table {
  readonly long: Map<string, number>
  readonly short: Map<string, number>
}

/** The formula, sum by sum, as of the newest event. */
function tableOf(list: readonly Event[], settings: CountSettings): Table {
  const newest = Math.max(...list.map(({ atMs }) => atMs))
  const table: Table = { long: new Map(), short: new Map() }
  const add = (sums: Map<string, number>, from: number, to: number, amount: number): void => {
    sums.set(`${from} ${to}`, (sums.get(`${from} ${to}`) ?? 0) + amount)
  }
  for (const { history, liked, item, weight, atMs } of list) {
    if (weight <= 0) continue
    const aged = settings.halfLifeMs > 0 ? weight * 2 ** ((atMs - newest) / settings.halfLifeMs) : weight
    const sources = history.filter((from, place) => from !== item && liked[place] === true)
    sources.slice(0, settings.window).forEach((from, k) => {
      const long = aged * Math.exp(-k / settings.decay)
      const short = k < settings.shortWindow ? aged * Math.exp(-k / settings.shortDecay) : 0
      add(table.long, from, item, long)
      add(table.short, from, item, short)
      add(table.long, item, from, long * settings.reverse)
      add(table.short, item, from, short * settings.reverse)
    })
  }
  return table
}

describe('counts', () => {
  it.each<[string, Partial<CountSettings>]>([
    ['in order', {}],
    ['in both directions', { reverse: 0.3 }],
    ['of late', { halfLifeMs: 50 }],
    ['of so late that the landmark moves', { halfLifeMs: 1, reverse: 0.6 }],
  ])('equal a plain table of sums: %s', (_, change) => {
    const settings = { ...COUNT_SETTINGS, ...change }
    fc.assert(
      fc.property(events, (list) => {
        const counts = createCounts(settings)
        for (const { history, liked, item, weight, atMs } of list) {
          counts.observe({ titles: history, weights: liked.map((one) => (one ? 1 : -1)) }, item, weight, atMs)
        }
        const table = tableOf(list, settings)
        const sums = { row: 0, column: 0, short: 0, total: 0 }
        for (let from = 0; from <= 12; from++) {
          Object.assign(sums, { row: 0, column: 0, short: 0 })
          for (let to = 0; to <= 12; to++) {
            const expected = table.long.get(`${from} ${to}`) ?? 0
            expect(longOf(counts, from, to)).toBeCloseTo(expected, 4)
            expect(shortOf(counts, from, to)).toBeCloseTo(table.short.get(`${from} ${to}`) ?? 0, 4)
            expect((counts.columnOf(to)?.first(from) ?? 0) * counts.scale()).toBeCloseTo(expected, 4)
            sums.row += expected
            sums.column += table.long.get(`${to} ${from}`) ?? 0
            sums.short += table.short.get(`${from} ${to}`) ?? 0
          }
          expect(counts.rowSum(from) * counts.scale()).toBeCloseTo(sums.row, 6)
          expect(counts.columnSum(from) * counts.scale()).toBeCloseTo(sums.column, 6)
          expect(counts.shortRowSum(from) * counts.scale()).toBeCloseTo(sums.short, 6)
          sums.total += sums.row
        }
        expect(counts.total() * counts.scale()).toBeCloseTo(sums.total, 6)
      }),
      { numRuns: 25 },
    )
  })

  it('stay finite over any length of time', () => {
    const counts = createCounts({ ...COUNT_SETTINGS, halfLifeMs: 1 })
    for (let at = 0; at < 50; at++) counts.observe(before(a), b, 1, at * 97)
    expect(longOf(counts, a, b)).toBeCloseTo(1, 6)
    expect(Number.isFinite(counts.total())).toBe(true)
  })
})

describe('counts written down or copied', () => {
  const settings = { ...COUNT_SETTINGS, rowLimit: 16, halfLifeMs: 86_400_000, reverse: 0.3 }
  const timeline = buildNow(createTimeline(plantedHistories({ viewers: 60, genres: 3, titles: 60, seed: 5 })))

  it.each<[string, (counts: GrowingCounts) => GrowingCounts]>([
    ['read back', (counts) => countsFromBytes(countsToBytes(counts), settings)],
    ['copied', (counts) => counts.copy()],
  ])('go on, once %s, exactly as they would have, and leave the first as they were', (_, again) => {
    const whole = buildNow(countTimeline(timeline, settings))
    const half = buildNow(countTimeline({ ...timeline, offsets: timeline.offsets.slice(0, 31) }, settings))
    const bytes = countsToBytes(half)
    const restored = again(half)
    for (let viewer = 30; viewer < 60; viewer++) {
      const recent = createRecentTitles()
      for (let at = timeline.offsets[viewer] ?? 0; at < (timeline.offsets[viewer + 1] ?? 0); at++) {
        const [item, weight, atMs] = [timeline.titles[at] ?? 0, timeline.weights[at] ?? 0, timeline.times[at] ?? 0]
        restored.observe(recent, item, weight, atMs)
        recent.add(item, weight, atMs)
      }
    }
    expect(countsToBytes(restored)).toEqual(countsToBytes(whole))
    expect(countsToBytes(half)).toEqual(bytes)
  })

  it('work for none at all', () => {
    const none = countsFromBytes(countsToBytes(createCounts(settings)), settings)
    expect(none.size()).toBe(0)
    expect(none.scale()).toBe(1)
  })

  it('are refused where they were made with other settings, or are no counts at all', () => {
    const bytes = countsToBytes(createCounts(settings))
    expect(() => countsFromBytes(bytes, COUNT_SETTINGS)).toThrow(ContainerFormatError)
    expect(() => countsFromBytes(bytes.subarray(1), settings)).toThrow(ContainerFormatError)
  })
})
