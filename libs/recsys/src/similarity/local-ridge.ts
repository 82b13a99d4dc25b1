/**
 * One small ridge regression for each title over its nearest candidates ("local ridge"; a sparse Markov random field of order
 * zero, Steck 2019): candidates C of title j are its K nearest by G_ij / (sqrt(G_ii G_jj) + shrinkage), and
 *
 *   (G_CC + lambda f I) b_j = G_Cj            f: what one event weighs in G
 *
 * EASE's quality at a fraction of its cost: K^3 / 6 for each title, never titles * titles.
 */
import type { BuildProgress } from '../build/progress.ts'
import { solveCholesky } from './cholesky.ts'
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
  targets: (title: number) => boolean = () => true,
): Generator<BuildProgress, SparseMatrix[]> {
  const { rows, diagonal, eventWeight } = gram
  const titles = diagonal.length
  const nearest = yield* nearestTitles(gram, most, targets)
  const { offsets, columns } = nearest
  const weights = regularizations.map(() => new Float32Array(columns.length))
  const read = createEntryReader(rows, nearest)
  const matrix = new Float64Array(most * most)
  const solution = new Float64Array(most)
  for (let first = 0; first < titles;) {
    const { end, starts, values } = yield* read(first)
    for (let title = first; title < end; title++) {
      if (title % STEP === 0) yield { stage: 'ridge', done: title, of: titles }
      const list = offsets[title] ?? 0
      const n = (offsets[title + 1] ?? 0) - list
      let from = starts[title - first] ?? 0
      for (const [r, regularization] of regularizations.entries()) {
        from = starts[title - first] ?? 0
        for (let place = 0; place < n; place++) {
          const line = place * most
          for (let at = 0; at < place; at++) matrix[line + at] = values[from + at] ?? 0
          matrix[line + place] = (diagonal[columns[list + place] ?? 0] ?? 0) + regularization * eventWeight
          from += place
        }
        for (let at = 0; at < n; at++) solution[at] = values[from + at] ?? 0
        solveCholesky(matrix, solution, n, most)
        weights[r]?.set(solution.subarray(0, n), list)
      }
    }
    first = end
  }
  return weights.map((values) => ({ offsets, columns, weights: values }))
}
