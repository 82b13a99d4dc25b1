import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { accumulate } from './accumulate.ts'
import { findCandidates } from './candidates.ts'
import { planChannels } from './channel-plan.ts'
import type { RowSource } from './row-source.ts'
import { createScratch, titleOf } from './scratch.ts'
import type { Scratch } from './scratch.ts'

const TITLES = 400
const MOST = 60
/** Two readings of one row set, which differ; one of another. */
const PLAN = planChannels([
  { rowSet: 'a', recency: 1 },
  { rowSet: 'a', recency: null },
  { rowSet: 'b', recency: null },
])
const HISTORY = { titles: [0, 1], weights: [1, 1] }

/** By row set and title of the history: a score for every title. */
type Scores = Readonly<Record<string, readonly (readonly number[])[]>>

function rowsOf(scores: Scores): RowSource {
  return {
    rowsOf: (rowSet) => (item, place) => {
      place.scores = Float32Array.from(scores[rowSet]?.[item] ?? [])
      place.neighbours = Uint32Array.from(place.scores.keys())
      place.start = 0
      place.end = place.scores.length
    },
  }
}

/** The obvious way: everything in order, by channel. */
function expected(scores: Scores, among: (item: number) => boolean): { titles: number[]; scales: number[] } {
  const channels = PLAN.channels.map(({ rowSet, recency }) =>
    [...Array(TITLES).keys()].filter(among).map((item) => {
      const given = HISTORY.titles.map((title, d) => {
        const decay = recency === null ? 1 : Math.exp(-d / recency)
        return decay * Math.fround(scores[rowSet]?.[title]?.[item] ?? 0)
      })
      return { item, sum: given.reduce((sum, value) => sum + value, 0) }
    }),
  )
  const titles = channels.flatMap((all) => {
    const positive = all.filter(({ sum }) => sum > 0).sort((a, b) => b.sum - a.sum)
    const least = positive[Math.min(MOST, positive.length) - 1]?.sum ?? Infinity
    return positive.flatMap(({ item, sum }) => (sum >= least ? [item] : []))
  })
  const scales = channels.map((all) => {
    const most = all.reduce((greatest, { sum }) => Math.max(greatest, sum), 0)
    return most > 0 ? 1 / most : 0
  })
  return { titles: [...new Set(titles)].sort((a, b) => a - b), scales }
}

function found(scratch: Scratch): number[] {
  const newest = scratch.arrays.candidates.subarray(0, scratch.size)
  return Array.from(newest, (visit) => titleOf(scratch, visit)).sort((a, b) => a - b)
}

function byChannel(scales: Float64Array): number[] {
  return PLAN.slotOf.map((slot) => scales[slot] ?? NaN)
}

/** Many equal ones, hardly any positive, or all different. */
const anyRow = fc.oneof(
  fc.array(fc.constantFrom(-1, 0, 0.5, 1, 2), { minLength: TITLES, maxLength: TITLES }),
  fc.array(fc.constantFrom(-1, -1, -1, -1, -1, -1, 1), { minLength: TITLES, maxLength: TITLES }),
  fc.array(fc.double({ min: -0.2, max: 1, noNaN: true }), { minLength: TITLES, maxLength: TITLES }),
)
const anyRows = fc.tuple(anyRow, anyRow)

describe('findCandidates', () => {
  it('finds the best sixty of each channel and whatever equals the last of them, of all titles or of some', () => {
    const scratch = createScratch()
    fc.assert(
      fc.property(anyRows, anyRows, fc.integer({ min: 1, max: 12 }), (a, b, every) => {
        const scores = { a, b }
        scratch.clear(TITLES)
        accumulate(PLAN, rowsOf(scores), HISTORY, scratch)
        const all = { scales: byChannel(findCandidates(PLAN, scratch, null)), titles: found(scratch) }
        expect(all).toEqual(expected(scores, () => true))
        const among = (item: number): boolean => item % every === 0
        const some = { scales: byChannel(findCandidates(PLAN, scratch, among)), titles: found(scratch) }
        expect(some).toEqual(expected(scores, among))
      }),
      { numRuns: 200 },
    )
  })
})
