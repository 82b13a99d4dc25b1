import { describe, expect, it } from '@jest/globals'
import { Matrix } from 'ml-matrix'
import { buildNow } from '../build/progress.ts'
import { createArena } from '../dense/arena.ts'
import { createVectors, strideOf } from '../dense/vectors.ts'
import { seededRandom } from '../random.ts'
import { createOrthonormalize, orthonormalizeBytes } from './orthonormalize.ts'

/** Any numbers of rows, whole blocks, a rest, and more than a step; and of columns, in one or several multiples of eight. */
const SHAPES = [
  [3, 1],
  [8, 3],
  [41, 7],
  [530, 12],
  [1100, 20],
] as const

function someBasis(rows: number, rank: number): Float32Array<ArrayBuffer> {
  const random = seededRandom(rows)
  return Float32Array.from({ length: rows * rank }, () => random() - 0.5)
}

/** In place, row by row. */
function orthonormalize(basis: Float32Array, rows: number, rank: number): void {
  const stride = strideOf(rank)
  const arena = createArena(4 * (rows + 1) * stride + orthonormalizeBytes(rows, stride))
  const vectors = createVectors(arena, rows, rank)
  for (let row = 0; row < rows; row++) {
    vectors.values.set(basis.subarray(row * rank, (row + 1) * rank), row * stride)
  }
  buildNow(createOrthonormalize(arena, rows, stride)(vectors, 2))
  for (let row = 0; row < rows; row++) {
    basis.set(vectors.values.subarray(row * stride, row * stride + rank), row * rank)
  }
}

function toMatrix(basis: Float32Array, rank: number): Matrix {
  return Matrix.from1DArray(basis.length / rank, rank, [...basis])
}

function expectClose(mine: Matrix, theirs: Matrix, within: number): void {
  expect(Matrix.sub(mine, theirs).abs().max()).toBeLessThan(within)
}

describe('orthonormalize', () => {
  it.each(SHAPES)('makes the columns of %d x %d orthonormal, and keeps the space that they span', (rows, rank) => {
    const basis = someBasis(rows, rank)
    const before = toMatrix(basis, rank)
    orthonormalize(basis, rows, rank)
    const after = toMatrix(basis, rank)
    expectClose(after.transpose().mmul(after), Matrix.eye(rank), 1e-5)
    // Projected onto the new columns, the old ones stay what they were.
    expectClose(after.mmul(after.transpose()).mmul(before), before, 1e-5)
  })

  it('turns a column that depends on those before it to 0', () => {
    const [rows, rank] = [21, 4]
    const basis = someBasis(rows, rank)
    for (let row = 0; row < rows; row++) {
      basis[row * rank + 1] = 0
      basis[row * rank + 2] = 2 * (basis[row * rank] ?? 0)
    }
    orthonormalize(basis, rows, rank)
    const after = toMatrix(basis, rank)
    expectClose(after.transpose().mmul(after), Matrix.diag([1, 0, 0, 1]), 1e-5)
  })

  it.each([
    [100, 8, 3],
    [500, 32, 10],
    [1100, 24, 23],
  ])('finds of %d x %d that there are %d columns, however the others are made of them', (rows, rank, independent) => {
    const random = seededRandom(rank)
    const some = Matrix.zeros(rows, independent).apply(function (this: Matrix, i, j) {
      this.set(i, j, random() - 0.5)
    })
    const mixed = Matrix.zeros(independent, rank).apply(function (this: Matrix, i, j) {
      this.set(i, j, random() - 0.5)
    })
    const basis = Float32Array.from(some.mmul(mixed).to1DArray())
    orthonormalize(basis, rows, rank)
    const after = toMatrix(basis, rank)
    const expected = Matrix.diag(Array.from({ length: rank }, (_, k) => (k < independent ? 1 : 0)))
    expectClose(after.transpose().mmul(after), expected, 1e-5)
  })

  it('leaves nothing but zeros of nothing but zeros', () => {
    const basis = new Float32Array(12)
    orthonormalize(basis, 4, 3)
    expect(basis).toEqual(new Float32Array(12))
  })
})
