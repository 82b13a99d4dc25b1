/** Solves small symmetric systems. */
import { createArena } from '../dense/arena.ts'
import { createKernels } from '../dense/kernels.ts'

/** A x = b, with room for as many unknowns as it was made for. */
export interface Solver {
  /** The lower triangle of A, row r from r * stride on; destroyed by solving. */
  readonly matrix: Float64Array<ArrayBuffer>
  readonly stride: number
  /** b, and x once it is solved. */
  readonly vector: Float64Array<ArrayBuffer>
  /** Of the first n rows. */
  solve(n: number): void
}

/** What a pivot is taken for that is less, as rounding may make it. */
const SMALLEST = 1e-9

export function createSolver(most: number): Solver {
  // Even, so that every row begins where vector instructions like it.
  const stride = most + (most % 2)
  const arena = createArena(8 * (most + 1) * (stride + 1))
  const matrix = arena.float64(most * stride)
  const vector = arena.float64(most)
  const kernels = createKernels(arena)
  return {
    matrix,
    stride,
    vector,
    solve: (n) => {
      kernels.solveCholesky(matrix, vector, n, stride, SMALLEST)
    },
  }
}
