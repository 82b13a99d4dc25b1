/** Low-pass rows against the singular value decomposition of ml-matrix: dense, and of the whole. */
import { describe, expect, it } from '@jest/globals'
import { Matrix, SingularValueDecomposition } from 'ml-matrix'
import { buildNow } from '../build/progress.ts'
import type { RowSet } from '../model/model.ts'
import { seededRandom } from '../random.ts'
import { rowSet, rowsOf } from '../testing/row-set.ts'
import type { Row } from '../testing/row-set.ts'
import { play, title } from '../testing/some-histories.ts'
import type { PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { createInteractions } from './interactions.ts'
import type { Interactions } from './interactions.ts'
import { lowPassRows } from './low-pass.ts'

const TITLES = 24
const GROUPS = 4
const NEIGHBOURS = TITLES

interface Liked {
  readonly interactions: Interactions
  readonly table: Matrix
}

/** Groups of unlike sizes, and little beside them: four singular values stand far above the rest. */
function planted(): Liked {
  const random = seededRandom(3)
  const sizes = [30, 22, 15, 10]
  const viewers = sizes.flatMap((size, group) => Array.from({ length: size }, () => group))
  const histories = viewers.map((group) =>
    Array.from({ length: TITLES }, (_, number) => number)
      .filter((number) => random() < (number % GROUPS === group ? 0.9 : 0.04))
      .map((number) => play(number, 0, 1)),
  )
  return liked(histories)
}

function liked(histories: readonly PlayHistory[]): Liked {
  const more = Array.from({ length: TITLES }, (_, number) => title(number))
  const interactions = createInteractions(buildNow(createTimeline(histories, more)), 100)
  const table = Matrix.zeros(histories.length, TITLES)
  histories.forEach((history, viewer) => {
    for (const { item, weight } of history) table.set(viewer, Number.parseInt(item, 16) - 1, weight)
  })
  return { interactions, table }
}

/** S_ij = (V_i . V_j) sqrt(pop_j / pop_i) with V of D_u^-1/2 X D_i^-1/2. */
function expectedScores(table: Matrix, rank: number): Matrix {
  const popularity = table.sum('column')
  const lengths = table.sum('row')
  const normalized = table.clone().apply(function (this: Matrix, i, j) {
    this.set(i, j, this.get(i, j) / Math.sqrt((lengths[i] ?? 0) * (popularity[j] ?? 0)) || 0)
  })
  const v = new SingularValueDecomposition(normalized).rightSingularVectors.subMatrix(0, TITLES - 1, 0, rank - 1)
  return v.mmul(v.transpose()).apply(function (this: Matrix, i, j) {
    this.set(i, j, this.get(i, j) * Math.sqrt((popularity[j] ?? 0) / (popularity[i] ?? 1)))
  })
}

const everyPair = rowSet(
  Array.from({ length: TITLES }, (): Row => Array.from({ length: TITLES }, (_, other) => [other, 1] as const)),
)
const settings = { rank: GROUPS, powerSteps: 6 }
const rowsFor = (interactions: Interactions, ...patterns: readonly RowSet[]): RowSet =>
  buildNow(lowPassRows(interactions, patterns, NEIGHBOURS, settings))

describe('lowPassRows', () => {
  const { interactions, table } = planted()

  it('equal what the leading singular vectors of ml-matrix give', () => {
    const expected = expectedScores(table, GROUPS)
    let compared = 0
    rowsOf(rowsFor(interactions, everyPair)).forEach((row, from) => {
      for (const [to, score] of row) {
        expect(score).toBeCloseTo(expected.get(from, to), 3)
        compared += 1
      }
      expect(row).toEqual(row.toSorted(([i, x], [j, y]) => y - x || i - j))
      expect(row.some(([to]) => to === from)).toBe(false)
    })
    expect(compared).toBeGreaterThan(TITLES * (TITLES / GROUPS - 1))
  })

  it('equal it as well where there are fewer tendencies than vectors, as many viewers have watched the same', () => {
    const random = seededRandom(8)
    const some = Array.from({ length: 5 }, () =>
      Array.from({ length: TITLES }, (_, number) => play(number, 0, 1)).filter(() => random() < 0.5),
    )
    const repeated = liked([some, some, some, some, some, some].flat())
    const expected = expectedScores(repeated.table, some.length)
    const rows = buildNow(
      lowPassRows(repeated.interactions, [everyPair], NEIGHBOURS, { rank: 3 * GROUPS, powerSteps: 3 }),
    )
    rowsOf(rows).forEach((row, from) => {
      for (const [to, score] of row) expect(score).toBeCloseTo(expected.get(from, to), 4)
    })
    expect(rows.neighbours.length).toBeGreaterThan(TITLES)
  })

  it('put titles of one planted group first', () => {
    for (const [from, row] of rowsOf(rowsFor(interactions, everyPair)).entries()) {
      const first = row.slice(0, TITLES / GROUPS - 1)
      expect(first.every(([to]) => to % GROUPS === from % GROUPS)).toBe(true)
    }
  })

  it('hold only pairs of the patterns, each once, with the same scores', () => {
    const some: Row[] = Array.from({ length: TITLES }, (_, row) => [[(row + GROUPS) % TITLES, 1]])
    const others: Row[] = some.map((row, from) => [...row, [(from + 2 * GROUPS) % TITLES, 1], [from, 1]])
    const all = rowsOf(rowsFor(interactions, everyPair)).map((row) => new Map(row))
    rowsOf(rowsFor(interactions, rowSet(some), rowSet(others))).forEach((row, from) => {
      const wanted = [(from + GROUPS) % TITLES, (from + 2 * GROUPS) % TITLES]
      expect(row.map(([to]) => to).sort()).toEqual(wanted.sort())
      for (const [to, score] of row) expect(score).toBe(all[from]?.get(to))
    })
  })

  it('are the same to the byte for the same interactions', () => {
    expect(rowsFor(interactions, everyPair)).toEqual(rowsFor(planted().interactions, everyPair))
  })

  it('are sound where there are fewer viewers or titles than vectors, and where nobody likes anything', () => {
    const tiny = [[], [[play(0)]], [[play(0), play(1)]], [[play(0, 0, -1), play(1, 0, -1)], [play(1, 0, -1)]]]
    for (const histories of tiny) {
      const few = createInteractions(buildNow(createTimeline(histories, [title(0), title(1)])), 10)
      const { scores, offsets } = rowsFor(few, rowSet([[[1, 1]], [[0, 1]]]))
      expect(offsets).toHaveLength(3)
      expect(scores.every(Number.isFinite)).toBe(true)
    }
  })
})
