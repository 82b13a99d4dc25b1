import { describe, expect, it } from '@jest/globals'
import { buildNow } from '../build/progress.ts'
import { seededRandom } from '../random.ts'
import { solveCholesky } from './cholesky.ts'
import { orthonormalize } from './orthonormalize.ts'

/** A x = b row by row, as in the book. */
function plainSolve(a: number[][], b: number[]): number[] {
  const l = a.map((row) => row.map(() => 0))
  const at = (matrix: number[][], row: number, column: number): number => matrix[row]?.[column] ?? 0
  const n = b.length
  const y: number[] = []
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(a, row, column)
      for (let k = 0; k < column; k++) sum -= at(l, row, k) * at(l, column, k)
      const line = l[row] ?? []
      line[column] = column < row ? sum / at(l, column, column) : Math.sqrt(sum)
    }
    let value = b[row] ?? 0
    for (let k = 0; k < row; k++) value -= at(l, row, k) * (y[k] ?? 0)
    y.push(value / at(l, row, row))
  }
  const x = [...y]
  for (let row = n - 1; row >= 0; row--) {
    x[row] = (x[row] ?? 0) / at(l, row, row)
    for (let k = 0; k < row; k++) x[k] = (x[k] ?? 0) - at(l, row, k) * (x[row] ?? 0)
  }
  return x
}

describe('rows taken together', () => {
  it('solve to the bits that one row after the other gives', () => {
    const random = seededRandom(1)
    for (let n = 0; n < 24; n++) {
      const factor = Array.from({ length: n }, () => Array.from({ length: n }, () => random() - 0.5))
      const full = factor.map((row, i) =>
        factor.map((other, j) => row.reduce((sum, value, k) => sum + value * (other[k] ?? 0), i === j ? 1 : 0)),
      )
      const right = factor.map(() => random())
      const stride = n + 3
      const a = new Float64Array(n * stride)
      full.forEach((row, i) => a.set(row, i * stride))
      const b = Float64Array.from(right)
      solveCholesky(a, b, n, stride)
      expect([...b]).toEqual(plainSolve(full, right))
    }
  })

  it.each([8, 9, 10, 11])('give orthonormal columns of a matrix with %i rows, and 0 for a dependent one', (rows) => {
    const random = seededRandom(rows)
    const rank = 4
    const basis = Float32Array.from({ length: rows * rank }, () => random() - 0.5)
    for (let row = 0; row < rows; row++) basis[row * rank + 2] = 2 * (basis[row * rank] ?? 0)
    buildNow(orthonormalize(basis, rows, rank, 2))
    for (let k = 0; k < rank; k++) {
      for (let m = 0; m < rank; m++) {
        let product = 0
        for (let row = 0; row < rows; row++) product += (basis[row * rank + k] ?? 0) * (basis[row * rank + m] ?? 0)
        expect(product).toBeCloseTo(k === m && k !== 2 ? 1 : 0, 5)
      }
    }
  })
})
