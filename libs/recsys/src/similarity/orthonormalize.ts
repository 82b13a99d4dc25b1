/** Makes the columns of a tall matrix orthonormal, in place, by Cholesky QR: B <- B L^-T with L L^T = B^T B. */
import type { BuildProgress } from '../build/progress.ts'

/** Blocks a step. */
const STEP = 128
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
  const filled = filledRows(basis, rows, rank)
  const block = new Float64Array(BLOCK * rank)
  for (let pass = 0; pass < passes; pass++) {
    const lower = yield* factorOf(basis, filled, rank)
    for (let at = 0; at < filled.length; at += BLOCK) {
      if (at % (BLOCK * STEP) === 0) yield { stage: 'orthonormal basis', done: at, of: filled.length }
      const some = filled.subarray(at, at + BLOCK)
      readBlock(basis, some, rank, block)
      substitute(block, rank, lower)
      for (const [r, row] of some.entries()) basis.set(block.subarray(r * rank, (r + 1) * rank), row * rank)
    }
  }
}

/** The others, of titles that nobody has liked, add nothing and stay 0. */
function filledRows(basis: Float32Array, rows: number, rank: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row).filter((row) =>
    basis.subarray(row * rank, (row + 1) * rank).some((value) => value !== 0),
  )
}

/** Into doubles: each value is used `rank` times, and need not be converted each time. Places of rows that are not there become 0. */
function readBlock(basis: Float32Array, rows: Uint32Array, rank: number, block: Float64Array): void {
  block.fill(0, rows.length * rank)
  for (const [r, row] of rows.entries()) block.set(basis.subarray(row * rank, (row + 1) * rank), r * rank)
}

/** Values are rounded to what is stored before others are made of them. */
function substitute(block: Float64Array, rank: number, lower: Float64Array): void {
  const row1 = rank
  const row2 = 2 * rank
  const row3 = 3 * rank
  for (let k = 0; k < rank; k++) {
    const line = k * rank
    let value0 = block[k] ?? 0
    let value1 = block[row1 + k] ?? 0
    let value2 = block[row2 + k] ?? 0
    let value3 = block[row3 + k] ?? 0
    for (let m = 0; m < k; m++) {
      const factor = lower[line + m] ?? 0
      value0 -= (block[m] ?? 0) * factor
      value1 -= (block[row1 + m] ?? 0) * factor
      value2 -= (block[row2 + m] ?? 0) * factor
      value3 -= (block[row3 + m] ?? 0) * factor
    }
    const pivot = lower[line + k] ?? 0
    block[k] = pivot > 0 ? Math.fround(value0 / pivot) : 0
    block[row1 + k] = pivot > 0 ? Math.fround(value1 / pivot) : 0
    block[row2 + k] = pivot > 0 ? Math.fround(value2 / pivot) : 0
    block[row3 + k] = pivot > 0 ? Math.fround(value3 / pivot) : 0
  }
}

/** Lower Cholesky factor of B^T B. */
function* factorOf(basis: Float32Array, filled: Uint32Array, rank: number): Generator<BuildProgress, Float64Array> {
  const gram = new Float64Array(rank * rank)
  const block = new Float64Array(BLOCK * rank)
  for (let at = 0; at < filled.length; at += BLOCK) {
    if (at % (BLOCK * STEP) === 0) yield { stage: 'orthonormal basis', done: at, of: filled.length }
    readBlock(basis, filled.subarray(at, at + BLOCK), rank, block)
    for (let k = 0; k < rank; k += 2) addColumns(gram, block, k, rank)
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

/** Adds a block's part of two lines of B^T B: two at a time share what is read of the block. */
function addColumns(gram: Float64Array, block: Float64Array, k: number, rank: number): void {
  const row1 = rank
  const row2 = 2 * rank
  const row3 = 3 * rank
  const line = k * rank
  const next = line + rank
  const left0 = block[k] ?? 0
  const left1 = block[row1 + k] ?? 0
  const left2 = block[row2 + k] ?? 0
  const left3 = block[row3 + k] ?? 0
  const right0 = block[k + 1] ?? 0
  const right1 = block[row1 + k + 1] ?? 0
  const right2 = block[row2 + k + 1] ?? 0
  const right3 = block[row3 + k + 1] ?? 0
  const both = k + 1 < rank
  for (let m = 0; m <= k; m++) {
    const value0 = block[m] ?? 0
    const value1 = block[row1 + m] ?? 0
    const value2 = block[row2 + m] ?? 0
    const value3 = block[row3 + m] ?? 0
    gram[line + m] = (gram[line + m] ?? 0) + left0 * value0 + left1 * value1 + left2 * value2 + left3 * value3
    if (both) {
      gram[next + m] = (gram[next + m] ?? 0) + right0 * value0 + right1 * value1 + right2 * value2 + right3 * value3
    }
  }
  if (!both) return
  const at = next + k + 1
  gram[at] = (gram[at] ?? 0) + right0 * right0 + right1 * right1 + right2 * right2 + right3 * right3
}
