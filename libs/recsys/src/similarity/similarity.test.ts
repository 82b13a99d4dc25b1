/** The solved rows against ml-matrix: everything dense, and no shortcut taken. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CholeskyDecomposition, Matrix, inverse, solve } from 'ml-matrix'
import { buildNow } from '../build/progress.ts'
import { seededRandom } from '../random.ts'
import { rowsOf } from '../testing/row-set.ts'
import { play } from '../testing/some-histories.ts'
import type { PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { createSolver } from './cholesky.ts'
import { cosineRows } from './together-rows.ts'
import { SHRINKAGE, gramOf } from './gram.ts'
import type { Gram } from './gram.ts'
import { createInteractions, transpose } from './interactions.ts'
import type { SparseMatrix } from './interactions.ts'
import { localRidge, localRidges } from './local-ridge.ts'
import { pruneRows } from './prune-rows.ts'

const TITLES = 9
const someHistories = fc.array(
  fc.array(fc.tuple(fc.nat(TITLES - 1), fc.constantFrom(-0.5, 0.5, 1, 1.5)), { maxLength: 12 }),
  { minLength: 1, maxLength: 15 },
)
type Histories = readonly (readonly (readonly [number: number, weight: number])[])[]

/** All titles have a number, whether or not somebody has watched them. */
const everyTitle = Array.from({ length: TITLES }, (_, number) => play(number).item)
const timelineOf = (histories: Histories) =>
  buildNow(
    createTimeline(
      histories.map((history): PlayHistory => history.map(([number, weight], at) => play(number, at, weight))),
      everyTitle,
    ),
  )

function dense(matrix: SparseMatrix, columns: number): Matrix {
  const full = Matrix.zeros(matrix.offsets.length - 1, columns)
  for (let row = 0; row < full.rows; row++) {
    for (let at = matrix.offsets[row] ?? 0; at < (matrix.offsets[row + 1] ?? 0); at++) {
      full.set(row, matrix.columns[at] ?? 0, matrix.weights[at] ?? 0)
    }
  }
  return full
}

/** Viewers by titles: the weight of the newest play of each. */
function tableOf(histories: Histories): Matrix {
  const { unit } = timelineOf(histories)
  const table = Matrix.zeros(histories.length, TITLES)
  histories.forEach((history, viewer) => {
    for (const [number, weight] of history) table.set(viewer, number, Math.fround(weight / unit))
  })
  return table
}

function denseGram(histories: Histories, damping: number): Matrix {
  const x = tableOf(histories)
  const lengths = histories.map((history) => new Set(history.map(([number]) => number)).size)
  const d = Matrix.diag(lengths.map((length) => (length > 0 ? length ** -damping : 0)))
  return x.transpose().mmul(d).mmul(x)
}

function fullGram({ rows, diagonal }: Gram): Matrix {
  return dense(rows, diagonal.length).add(Matrix.diag([...diagonal]))
}

const gramFrom = (histories: Histories, damping = 0.3): Gram =>
  buildNow(gramOf(createInteractions(timelineOf(histories), 500), { damping, mostEntries: 1e6 }))

function expectClose(mine: Matrix, theirs: Matrix, digits = 4): void {
  expect([mine.rows, mine.columns]).toEqual([theirs.rows, theirs.columns])
  for (let row = 0; row < mine.rows; row++) {
    for (let column = 0; column < mine.columns; column++) {
      expect(mine.get(row, column)).toBeCloseTo(theirs.get(row, column), digits)
    }
  }
}

describe('interactions', () => {
  it('hold each title of a viewer once, with the weight of the newest play, both ways round', () => {
    fc.assert(
      fc.property(someHistories, (histories) => {
        const { byViewer, byTitle } = createInteractions(timelineOf(histories), 500)
        const table = tableOf(histories)
        expectClose(dense(byViewer, TITLES), table, 6)
        expectClose(dense(byTitle, histories.length), table.transpose(), 6)
        expectClose(dense(transpose(byTitle, histories.length), TITLES), table, 6)
      }),
    )
  })

  it('hold the newest titles of whoever has too many', () => {
    const { byViewer } = createInteractions(
      timelineOf([
        [
          [0, 1],
          [1, 1],
          [2, 1],
          [1, 1],
        ],
      ]),
      2,
    )
    expect([...byViewer.columns].sort()).toEqual([1, 2])
  })
})

describe('gramOf', () => {
  it.each([0, 0.3, 1])('equals X^T D X, damping %d', (damping) => {
    fc.assert(
      fc.property(someHistories, (histories) => {
        const gram = gramFrom(histories, damping)
        expectClose(fullGram(gram), denseGram(histories, damping))
        for (let row = 0; row < TITLES; row++) {
          const columns = gram.rows.columns.subarray(gram.rows.offsets[row], gram.rows.offsets[row + 1])
          expect([...columns]).toEqual([...columns].sort((a, b) => a - b))
        }
      }),
    )
  })
})

describe('cosineRows', () => {
  it('equals G_ij / (sqrt(G_ii G_jj) + 20 f), best first', () => {
    fc.assert(
      fc.property(someHistories, (histories) => {
        const gram = gramFrom(histories)
        const full = denseGram(histories, 0.3)
        rowsOf(cosineRows(gram, TITLES)).forEach((row, title) => {
          for (const [other, score] of row) {
            const norm = Math.sqrt(full.get(title, title) * full.get(other, other)) + SHRINKAGE * gram.eventWeight
            expect(score).toBeCloseTo(full.get(title, other) / norm, 5)
          }
          expect(row).toEqual(row.toSorted(([i, x], [j, y]) => y - x || i - j))
        })
      }),
    )
  })
})

describe('localRidge', () => {
  const settings = { regularization: 2, candidates: 4 }

  it('equals solving the same small systems by ml-matrix', () => {
    fc.assert(
      fc.property(someHistories, (histories) => {
        const gram = gramFrom(histories)
        const full = fullGram(gram)
        const solved = buildNow(localRidge(gram, settings))
        for (let title = 0; title < TITLES; title++) {
          const [start, end] = [solved.offsets[title] ?? 0, solved.offsets[title + 1] ?? 0]
          const candidates = [...solved.columns.subarray(start, end)]
          if (candidates.length === 0) continue
          const lambda = settings.regularization * gram.eventWeight
          const left = full.selection(candidates, candidates).add(Matrix.eye(candidates.length).mul(lambda))
          const right = full.selection(candidates, [title])
          const expected = solve(left, right).to1DArray()
          expected.forEach((value, at) => expect(solved.weights[start + at]).toBeCloseTo(value, 4))
          expect(candidates.length).toBeLessThanOrEqual(settings.candidates)
          expect(candidates).not.toContain(title)
        }
      }),
    )
  })

  it('is, with every title a candidate and no damping, the ridge of a whole column', () => {
    // Everybody has watched a good part, so that all titles go together.
    const random = seededRandom(5)
    const histories: Histories = Array.from({ length: 60 }, () =>
      Array.from({ length: TITLES }, (_, number): [number, number] => [number, 1]).filter(() => random() < 0.6),
    )
    const gram = gramFrom(histories, 0)
    const solved = dense(buildNow(localRidge(gram, { regularization: 3, candidates: TITLES })), TITLES)
    // EASE's columns, from the inverse of the whole: b_j = -P_.j / P_jj.
    const lambda = 3 * gram.eventWeight
    const p = inverse(denseGram(histories, 0).add(Matrix.eye(TITLES).mul(lambda)))
    const ease = Matrix.zeros(TITLES, TITLES)
    for (let j = 0; j < TITLES; j++) {
      for (let i = 0; i < TITLES; i++) if (i !== j) ease.set(j, i, -p.get(i, j) / p.get(j, j))
    }
    expectClose(solved, ease, 4)
  })

  it('solves with several regularizations, and only for the titles that it is asked for, as it would one by one for all', () => {
    const lambdas = [0.5, 2, 40]
    fc.assert(
      fc.property(someHistories, fc.nat(TITLES - 1), (histories, target) => {
        const gram = gramFrom(histories)
        const asked = (title: number): boolean => title === target
        const solved = buildNow(localRidges(gram, lambdas, settings.candidates, asked))
        expect(solved).toHaveLength(lambdas.length)
        for (const [r, regularization] of lambdas.entries()) {
          const all = dense(buildNow(localRidge(gram, { ...settings, regularization })), TITLES)
          const some = dense(solved[r] ?? NOTHING, TITLES)
          for (let row = 0; row < TITLES; row++) {
            expect(some.getRow(row)).toEqual(row === target ? all.getRow(row) : Array(TITLES).fill(0))
          }
        }
      }),
    )
  })
})

const NOTHING: SparseMatrix = {
  offsets: new Uint32Array(TITLES + 1),
  columns: new Uint32Array(0),
  weights: new Float32Array(0),
}

describe('a solver', () => {
  it('solves what ml-matrix solves, one system after the other, of any size that there is room for', () => {
    const solver = createSolver(31)
    const size = fc.integer({ min: 1, max: 31 })
    fc.assert(
      fc.property(size, fc.nat(), (n, seed) => {
        const random = seededRandom(seed)
        const root = Matrix.zeros(n, n + 2).apply(function (this: Matrix, i, j) {
          this.set(i, j, random() - 0.5)
        })
        const a = root.mmul(root.transpose()).add(Matrix.eye(n).mul(0.1))
        const b = Float64Array.from({ length: n }, () => random() - 0.5)
        // Nothing outside of the triangle is read.
        solver.matrix.fill(NaN)
        for (let row = 0; row < n; row++) {
          for (let column = 0; column <= row; column++) solver.matrix[row * solver.stride + column] = a.get(row, column)
        }
        solver.vector.fill(NaN)
        solver.vector.set(b)
        const expected = new CholeskyDecomposition(a).solve(Matrix.columnVector([...b])).to1DArray()
        solver.solve(n)
        expected.forEach((value, at) => expect(solver.vector[at]).toBeCloseTo(value, 8))
      }),
      { numRuns: 300 },
    )
  })

  it('takes a pivot of nothing for next to nothing, and stays finite', () => {
    const solver = createSolver(6)
    for (let row = 0; row < 6; row++) solver.matrix.fill(1, row * solver.stride, row * solver.stride + row + 1)
    solver.vector.fill(1)
    solver.solve(6)
    expect(solver.vector.every(Number.isFinite)).toBe(true)
  })
})

describe('pruneRows', () => {
  it('keeps the greatest entries of each row, negative ones where there is room, none of itself', () => {
    const matrix = {
      offsets: Uint32Array.of(0, 4, 4),
      columns: Uint32Array.of(0, 1, 2, 3),
      weights: Float32Array.of(9, -0.5, 0, 0.25),
    }
    expect(rowsOf(pruneRows(matrix, 5))).toEqual([
      [
        [3, 0.25],
        [1, -0.5],
      ],
      [],
    ])
    expect(rowsOf(pruneRows(matrix, 1))).toEqual([[[3, 0.25]], []])
  })
})
