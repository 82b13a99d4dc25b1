/** Makes the columns of a tall matrix orthonormal, in place, by Cholesky QR: B <- B L^-T with L L^T = B^T B. */
import type { BuildProgress } from '../build/progress.ts'

/** Rows a step: a multiple of BLOCK. */
const STEP = 512
/** Rows taken together: they share what is read of the small matrix, and their sums do not wait for each other. Same bits. */
const BLOCK = 4

/**
 * `rows` * `rank` values, row by row. Two passes where it matters: one loses digits where columns are nearly dependent (Yamamoto et al. 2015);
 * a column that depends on those before it becomes 0.
 */
export function* orthonormalize(
  basis: Float32Array,
  rows: number,
  rank: number,
  passes: number,
): Generator<BuildProgress, void> {
  for (let pass = 0; pass < passes; pass++) {
    const lower = yield* factorOf(basis, rows, rank)
    const whole = rows - (rows % BLOCK)
    for (let row = 0; row < rows; row += row < whole ? BLOCK : 1) {
      if (row % STEP === 0) yield { stage: 'orthonormal basis', done: row, of: rows }
      if (row < whole) substituteBlock(basis, row * rank, rank, lower)
      else substitute(basis, row * rank, rank, lower)
    }
  }
}

function substitute(basis: Float32Array, start: number, rank: number, lower: Float64Array): void {
  for (let k = 0; k < rank; k++) {
    let value = basis[start + k] ?? 0
    for (let m = 0; m < k; m++) value -= (basis[start + m] ?? 0) * (lower[k * rank + m] ?? 0)
    const pivot = lower[k * rank + k] ?? 0
    basis[start + k] = pivot > 0 ? value / pivot : 0
  }
}

function substituteBlock(basis: Float32Array, row0: number, rank: number, lower: Float64Array): void {
  const row1 = row0 + rank
  const row2 = row1 + rank
  const row3 = row2 + rank
  for (let k = 0; k < rank; k++) {
    const line = k * rank
    let value0 = basis[row0 + k] ?? 0
    let value1 = basis[row1 + k] ?? 0
    let value2 = basis[row2 + k] ?? 0
    let value3 = basis[row3 + k] ?? 0
    for (let m = 0; m < k; m++) {
      const factor = lower[line + m] ?? 0
      value0 -= (basis[row0 + m] ?? 0) * factor
      value1 -= (basis[row1 + m] ?? 0) * factor
      value2 -= (basis[row2 + m] ?? 0) * factor
      value3 -= (basis[row3 + m] ?? 0) * factor
    }
    const pivot = lower[line + k] ?? 0
    basis[row0 + k] = pivot > 0 ? value0 / pivot : 0
    basis[row1 + k] = pivot > 0 ? value1 / pivot : 0
    basis[row2 + k] = pivot > 0 ? value2 / pivot : 0
    basis[row3 + k] = pivot > 0 ? value3 / pivot : 0
  }
}

/** Lower Cholesky factor of B^T B. */
function* factorOf(basis: Float32Array, rows: number, rank: number): Generator<BuildProgress, Float64Array> {
  const gram = new Float64Array(rank * rank)
  const whole = rows - (rows % BLOCK)
  for (let row = 0; row < rows; row += row < whole ? BLOCK : 1) {
    if (row % STEP === 0) yield { stage: 'orthonormal basis', done: row, of: rows }
    if (row < whole) addBlock(gram, basis, row * rank, rank)
    else addRow(gram, basis, row * rank, rank)
  }
  for (let k = 0; k < rank; k++) {
    const scale = gram[k * rank + k] ?? 0
    for (let m = 0; m <= k; m++) {
      let value = gram[k * rank + m] ?? 0
      for (let n = 0; n < m; n++) value -= (gram[k * rank + n] ?? 0) * (gram[m * rank + n] ?? 0)
      const pivot = gram[m * rank + m] ?? 0
      if (m < k) gram[k * rank + m] = pivot > 0 ? value / pivot : 0
      else gram[k * rank + k] = value > 1e-10 * scale ? Math.sqrt(value) : 0
    }
  }
  return gram
}

function addRow(gram: Float64Array, basis: Float32Array, start: number, rank: number): void {
  for (let k = 0; k < rank; k++) {
    const value = basis[start + k] ?? 0
    const to = k * rank
    for (let m = 0; m <= k; m++) gram[to + m] = (gram[to + m] ?? 0) + value * (basis[start + m] ?? 0)
  }
}

function addBlock(gram: Float64Array, basis: Float32Array, row0: number, rank: number): void {
  const row1 = row0 + rank
  const row2 = row1 + rank
  const row3 = row2 + rank
  for (let k = 0; k < rank; k++) {
    const value0 = basis[row0 + k] ?? 0
    const value1 = basis[row1 + k] ?? 0
    const value2 = basis[row2 + k] ?? 0
    const value3 = basis[row3 + k] ?? 0
    const to = k * rank
    for (let m = 0; m <= k; m++) {
      let sum = gram[to + m] ?? 0
      sum += value0 * (basis[row0 + m] ?? 0)
      sum += value1 * (basis[row1 + m] ?? 0)
      sum += value2 * (basis[row2 + m] ?? 0)
      sum += value3 * (basis[row3 + m] ?? 0)
      gram[to + m] = sum
    }
  }
}
