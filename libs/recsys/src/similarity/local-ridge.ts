/**
 * One small ridge regression for each title over its nearest candidates ("local ridge"; a sparse Markov random field of order
 * zero, Steck 2019): candidates C of title j are its K nearest by G_ij / (sqrt(G_ii G_jj) + shrinkage), and
 *
 *   (G_CC + lambda f I) b_j = G_Cj            f: what one event weighs in G
 *
 * EASE's quality at a fraction of its cost: K^3 / 6 for each title, never titles * titles.
 */
import type { BuildProgress } from '../build/progress.ts'
import { createSolver } from './cholesky.ts'
import type { Solver } from './cholesky.ts'
import type { Gram } from './gram.ts'
import type { SparseMatrix } from './interactions.ts'
import { createEntryReader } from './local-entries.ts'
import { nearestTitles } from './nearest-titles.ts'

export interface RidgeSettings {
  /** lambda, in events. */
  readonly regularization: number
  /** K. */
  readonly candidates: number
}

/** Titles a step. */
const STEP = 8

/** Row j: the candidates of title j, ascending, with their coefficients. */
export function* localRidge(gram: Gram, settings: RidgeSettings): Generator<BuildProgress, SparseMatrix> {
  const [matrix] = yield* localRidges(gram, [settings.regularization], settings.candidates)
  if (matrix === undefined) throw new RangeError('no regularization, no matrix')
  return matrix
}

/**
 * One matrix for each regularization: finding the candidates and reading their entries costs more than solving, and is done once for all.
 * `targets`: which titles to solve; others get no row.
 */
export function* localRidges(
  gram: Gram,
  regularizations: readonly number[],
  most: number,
  targets?: (title: number) => boolean,
): Generator<BuildProgress, SparseMatrix[]> {
  const { rows, diagonal, eventWeight } = gram
  const titles = diagonal.length
  const nearest = yield* nearestTitles(gram, most, targets)
  const { offsets, neighbours } = nearest
  const weights = regularizations.map(() => new Float32Array(neighbours.length))
  const read = createEntryReader(rows, nearest)
  const solver = createSolver(most)
  for (let first = 0; first < titles;) {
    const entries = yield* read(first)
    for (let title = first; title < entries.end; title++) {
      if (title % STEP === 0) yield { stage: 'ridge', done: title, of: titles }
      const list = neighbours.subarray(offsets[title], offsets[title + 1])
      const from = entries.starts[title - first] ?? 0
      for (const [r, regularization] of regularizations.entries()) {
        layOut(solver, list, entries.values, from, diagonal, regularization * eventWeight)
        solver.solve(list.length)
        weights[r]?.set(solver.vector.subarray(0, list.length), offsets[title])
      }
    }
    first = entries.end
  }
  return weights.map((values) => ({ offsets, columns: neighbours, weights: values }))
}

/** Puts a title's system into the solver, from its entries as they were read (see `local-entries.ts`). */
function layOut(
  { matrix, stride, vector }: Solver,
  candidates: Uint32Array,
  entries: Float32Array,
  start: number,
  diagonal: Float64Array,
  regularization: number,
): void {
  let from = start
  for (let place = 0; place < candidates.length; place++) {
    const line = place * stride
    for (let at = 0; at < place; at++) matrix[line + at] = entries[from + at] ?? 0
    matrix[line + place] = (diagonal[candidates[place] ?? 0] ?? 0) + regularization
    from += place
  }
  for (let at = 0; at < candidates.length; at++) vector[at] = entries[from + at] ?? 0
}
