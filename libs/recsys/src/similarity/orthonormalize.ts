/** Makes the columns of a tall matrix orthonormal, in place, by Cholesky QR: B <- B L^-T with L L^T = B^T B. */
import type { BuildProgress } from '../build/progress.ts'
import type { Arena } from '../dense/arena.ts'
import { createKernels } from '../dense/kernels.ts'
import type { Vectors } from '../dense/vectors.ts'

/** Rows that are taken together: they stay in the processor's nearest cache while all pairs of columns are added up. */
const BLOCK = 32
/** Blocks a step. */
const STEP = 32
const LANES = 4
/** Of a column that depends on those before it, what rounding leaves of its length. */
const NOTHING = 1e-10

export type Orthonormalize = (basis: Vectors, passes: number) => Generator<BuildProgress, void>

/** Bytes of the arena that `createOrthonormalize` takes. */
export function orthonormalizeBytes(rows: number, stride: number): number {
  return 12 * stride ** 2 + 4 * (rows + LANES)
}

/**
 * Two passes where it matters: one loses digits where columns are nearly dependent (Yamamoto et al. 2015); a column that depends on
 * those before it becomes 0. Sums are doubles, or what rounding leaves of such a column would be taken for one; the product is of floats.
 */
export function createOrthonormalize(arena: Arena, rows: number, stride: number): Orthonormalize {
  const kernels = createKernels(arena)
  const gram = arena.float64(stride ** 2)
  const upper = arena.float32(stride ** 2)
  const filled = arena.uint32(rows + LANES)
  return function* (basis, passes) {
    const count = fillRows(basis, filled)
    for (let pass = 0; pass < passes; pass++) {
      gram.fill(0)
      for (let at = 0; at < count; at += BLOCK) {
        if (at % (BLOCK * STEP) === 0) yield { stage: 'orthonormal basis', done: at, of: 2 * count }
        kernels.addGram(basis, filled.subarray(at, Math.min(count, at + BLOCK)), gram)
      }
      writeInverse(factorOf(gram, basis), upper, basis)
      for (let at = 0; at < count; at += BLOCK) {
        if (at % (BLOCK * STEP) === 0) yield { stage: 'orthonormal basis', done: count + at, of: 2 * count }
        kernels.timesUpper(basis, filled.subarray(at, Math.min(count, at + BLOCK)), upper)
      }
    }
  }
}

/** The others, of titles that nobody has liked, add nothing and stay 0. Answers how many, filled up to whole lanes. */
function fillRows({ values, stride, nobody }: Vectors, filled: Uint32Array): number {
  let count = 0
  for (let row = 0; row < nobody; row++) {
    if (values.subarray(row * stride, (row + 1) * stride).some((value) => value !== 0)) filled[count++] = row
  }
  while (count % LANES !== 0) filled[count++] = nobody
  return count
}

/** Lower Cholesky factor of the sums, in their place: small beside them. */
function factorOf(gram: Float64Array, { rank, stride }: Vectors): Float64Array {
  for (let k = 0; k < rank; k++) {
    const line = k * stride
    const scale = gram[line + k] ?? 0
    for (let m = 0; m <= k; m++) {
      let value = gram[line + m] ?? 0
      for (let n = 0; n < m; n++) value -= (gram[line + n] ?? 0) * (gram[m * stride + n] ?? 0)
      const pivot = gram[m * stride + m] ?? 0
      if (m < k) gram[line + m] = pivot > 0 ? value / pivot : 0
      else gram[line + k] = value > NOTHING * scale ? Math.sqrt(value) : 0
    }
  }
  return gram
}

/** L^-T, column by column of L^-1; a column whose pivot is 0 is left out, as if it were not there. */
function writeInverse(lower: Float64Array, upper: Float32Array, { rank, stride }: Vectors): void {
  const column = new Float64Array(rank)
  upper.fill(0)
  for (let j = 0; j < rank; j++) {
    for (let k = j; k < rank; k++) {
      let value = k === j ? 1 : 0
      for (let m = j; m < k; m++) value -= (lower[k * stride + m] ?? 0) * (column[m] ?? 0)
      const pivot = lower[k * stride + k] ?? 0
      column[k] = pivot > 0 ? value / pivot : 0
      upper[j * stride + k] = column[k] ?? 0
    }
  }
}
