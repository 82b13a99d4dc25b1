/** What happens where there is no room for all; what equals dense algebra is in `similarity.test.ts`. */
import { describe, expect, it } from '@jest/globals'
import { buildNow } from '../build/progress.ts'
import { seededRandom } from '../random.ts'
import { rowsOf } from '../testing/row-set.ts'
import { play, title } from '../testing/some-histories.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { cosineRows } from './together-rows.ts'
import { SHRINKAGE, gramOf } from './gram.ts'
import type { Gram } from './gram.ts'
import { createInteractions, transpose } from './interactions.ts'
import { pruneRows } from './prune-rows.ts'

const TITLES = 100
/** The fewest entries that a row keeps, however little room there is. */
const LEAST_OF_ROW = 64

const random = seededRandom(12)
const histories = Array.from({ length: 60 }, (_, viewer) =>
  Array.from({ length: 40 }, (_, at) =>
    play(Math.floor(TITLES * random() ** (1 + (viewer % 3))), at, random() < 0.9 ? 1 : -1),
  ),
)
const interactions = createInteractions(
  buildNow(
    createTimeline(
      histories,
      Array.from({ length: TITLES }, (_, number) => title(number)),
    ),
  ),
  500,
)
const gramWithin = (mostEntries: number): Gram => buildNow(gramOf(interactions, { damping: 0.3, mostEntries }))
const rowLengths = ({ rows }: Gram): number[] =>
  Array.from(rows.offsets.subarray(1), (end, row) => end - (rows.offsets[row] ?? 0))

describe('gramOf, with too little room', () => {
  const whole = gramWithin(1e6)
  const bounded = gramWithin(1)

  it('keeps of each row the entries of the greatest shrunk cosine, as they were', () => {
    expect(Math.max(...rowLengths(whole))).toBeGreaterThan(LEAST_OF_ROW)
    const shrunk = (row: number, column: number, value: number): number =>
      Math.abs(value) /
      (Math.sqrt((whole.diagonal[row] ?? 0) * (whole.diagonal[column] ?? 0)) + SHRINKAGE * whole.eventWeight)
    for (let row = 0; row < TITLES; row++) {
      const entriesOf = ({ rows }: Gram): [number, number][] =>
        [...rows.columns.subarray(rows.offsets[row], rows.offsets[row + 1])].map((column, at) => [
          column,
          rows.weights[(rows.offsets[row] ?? 0) + at] ?? 0,
        ])
      const best = entriesOf(whole)
        .toSorted(([i, x], [j, y]) => shrunk(row, j, y) - shrunk(row, i, x) || i - j)
        .slice(0, LEAST_OF_ROW)
      const kept = entriesOf(bounded)
      expect(kept).toHaveLength(best.length)
      // Float32 of the stored value decides ties otherwise than the exact sum: compare what they are worth.
      const worth = (entries: [number, number][]): number[] =>
        entries.map(([column, value]) => shrunk(row, column, value)).sort((a, b) => b - a)
      worth(kept).forEach((value, at) => expect(value).toBeCloseTo(worth(best)[at] ?? -1, 5))
      expect(kept).toEqual(kept.toSorted(([i], [j]) => i - j))
    }
  })

  it('keeps the diagonal, and what one event weighs', () => {
    expect(bounded.diagonal).toEqual(whole.diagonal)
    expect(bounded.eventWeight).toBe(whole.eventWeight)
  })
})

describe('interactions and rows', () => {
  it('come back from two transpositions as they were', () => {
    const { byViewer } = interactions
    const ascending = transpose(transpose(byViewer, TITLES), histories.length)
    // Entries of a row may stand in another order; once ascending, they stay.
    expect(transpose(transpose(ascending, TITLES), histories.length)).toEqual(ascending)
    expect(ascending.offsets).toEqual(byViewer.offsets)
    expect([...ascending.columns.subarray(0, byViewer.offsets[1])]).toEqual(
      [...byViewer.columns.subarray(0, byViewer.offsets[1])].sort((a, b) => a - b),
    )
  })

  it('of an own score are the greatest by it, not by what is in the matrix', () => {
    const matrix = {
      offsets: Uint32Array.of(0, 3, 3, 3),
      columns: Uint32Array.of(0, 1, 2),
      weights: Float32Array.of(9, 5, 1),
    }
    const scored = pruneRows(matrix, 1, (row, column, at) => column * 10 + row + at / 10)
    expect(rowsOf(scored)).toEqual([[[2, Math.fround(20.2)]], [], []])
  })

  it('of cosines with less shrinkage have greater scores, of the same titles', () => {
    const [more, less] = [rowsOf(cosineRows(gramWithin(1e6), TITLES)), rowsOf(cosineRows(gramWithin(1e6), TITLES, 1))]
    more.forEach((row, from) => {
      const greater = new Map(less[from])
      expect(greater.size).toBe(row.length)
      for (const [to, score] of row) expect(Math.abs(greater.get(to) ?? 0)).toBeGreaterThanOrEqual(Math.abs(score))
    })
  })
})
