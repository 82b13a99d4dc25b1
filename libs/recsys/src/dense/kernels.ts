/**
 * Dense arithmetic by vector instructions of WebAssembly (kernels.wat): with two doubles or four floats at a time, a quarter to a half of
 * the time of the same loops in JavaScript. The same bits on every machine. All arrays have to be of the arena that the kernels were made for.
 */
import { kernelsWasm } from '../gen/kernels.ts'
import type { Arena } from './arena.ts'
import type { Vectors } from './vectors.ts'
import { createInstances } from './web-assembly.ts'

export interface Kernels {
  /**
   * A x = b, with the lower triangle of A in the rows of `a` (row r starts at r * stride) and x left in `b`. Destroys `a`. A pivot
   * below `smallest`, as rounding may make it, is taken for that. n^3 / 6 multiplications. Source: Golub & Van Loan, algorithm 4.2.1.
   */
  solveCholesky(a: Float64Array, b: Float64Array, n: number, stride: number, smallest: number): void
  /** V_of . V_j for the first `count` of some rows j. Reads, and writes, up to 3 more: they have to be rows, too. */
  dots(vectors: Vectors, of: number, rows: Uint32Array, count: number, into: Float32Array): void
  /** sum += weight_i * V_i over some rows i. */
  gather(vectors: Vectors, rows: Uint32Array, weights: Float32Array, sum: Float32Array): void
  /** V_i += weight_i * sum for some rows i. */
  scatter(vectors: Vectors, rows: Uint32Array, weights: Float32Array, sum: Float32Array): void
  /** The lower triangle of stride * stride doubles, and some values above it, += V^T V over some rows, in doubles. */
  addGram(vectors: Vectors, rows: Uint32Array, gram: Float64Array): void
  /** V_i = V_i U for some rows i, a multiple of 4 of them, with U of stride * stride values, upper triangular. */
  timesUpper(vectors: Vectors, rows: Uint32Array, upper: Float32Array): void
}

const instanceOf = createInstances<keyof Kernels>(kernelsWasm)

export function createKernels({ memory }: Pick<Arena, 'memory'>): Kernels {
  const run = instanceOf(memory)
  return {
    solveCholesky: (a, b, n, stride, smallest) => {
      run.solveCholesky(a.byteOffset, b.byteOffset, n, stride * 8, smallest)
    },
    dots: ({ values, stride }, of, rows, count, into) => {
      run.dots(values.byteOffset, stride * 4, of, rows.byteOffset, count, into.byteOffset)
    },
    gather: ({ values, stride }, rows, weights, sum) => {
      run.gather(values.byteOffset, stride * 4, rows.byteOffset, weights.byteOffset, rows.length, sum.byteOffset)
    },
    scatter: ({ values, stride }, rows, weights, sum) => {
      run.scatter(values.byteOffset, stride * 4, rows.byteOffset, weights.byteOffset, rows.length, sum.byteOffset)
    },
    addGram: ({ values, stride }, rows, gram) => {
      run.addGram(values.byteOffset, stride * 4, rows.byteOffset, rows.length, gram.byteOffset)
    },
    timesUpper: ({ values, stride }, rows, upper) => {
      run.timesUpper(values.byteOffset, stride * 4, rows.byteOffset, rows.length, upper.byteOffset)
    },
  }
}
