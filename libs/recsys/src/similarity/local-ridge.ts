/**
 * One small ridge regression for each title over its nearest candidates ("local ridge"; a sparse Markov random field of order
 * zero, Steck 2019): candidates C of title j are its K nearest by G_ij / (sqrt(G_ii G_jj) + shrinkage), and
 *
 *   (G_CC + lambda f I) b_j = G_Cj            f: what one event weighs in G
 *
 * EASE's quality at a fraction of its cost: K^3 / 6 for each title, never titles * titles.
 */
import type { BuildProgress } from '../build/progress.ts'
import { createTopK } from '../top-k.ts'
import { solveCholesky } from './cholesky.ts'
import type { Gram } from './gram.ts'
import { SHRINKAGE } from './gram.ts'
import type { SparseMatrix } from './interactions.ts'

export interface RidgeSettings {
  /** lambda, in events. */
  readonly regularization: number
  /** K. */
  readonly candidates: number
}

/** Titles a step. */
const STEP = 8

/** Row j: the candidates of title j, ascending, with their coefficients. `targets`: which titles to solve; others get no row. */
export function* localRidge(
  gram: Gram,
  settings: RidgeSettings,
  targets: (title: number) => boolean = () => true,
): Generator<BuildProgress, SparseMatrix> {
  const { rows, diagonal, eventWeight } = gram
  const titles = diagonal.length
  const solver = createSolver(gram, settings.regularization * eventWeight, settings.candidates)
  const nearest = createTopK(settings.candidates, (a, b) => a - b)
  const offsets = new Uint32Array(titles + 1)
  const columns = new Uint32Array(
    rows.columns.length < titles * settings.candidates ? rows.columns.length : titles * settings.candidates,
  )
  const weights = new Float32Array(columns.length)
  let size = 0
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'ridge', done: title, of: titles }
    if (targets(title)) {
      for (let at = rows.offsets[title] ?? 0; at < (rows.offsets[title + 1] ?? 0); at++) {
        const other = rows.columns[at] ?? 0
        const norm = Math.sqrt((diagonal[title] ?? 0) * (diagonal[other] ?? 0)) + SHRINKAGE * eventWeight
        const similarity = (rows.weights[at] ?? 0) / norm
        if (similarity > 0 && nearest.accepts(other, similarity)) nearest.add(other, similarity)
      }
      const candidates = nearest.drain().items.sort()
      columns.set(candidates, size)
      weights.set(solver(title, candidates), size)
      size += candidates.length
    }
    offsets[title + 1] = size
  }
  return { offsets, columns: columns.slice(0, size), weights: weights.slice(0, size) }
}

/** Answers the coefficients of the candidates; the array is used again by the next call. */
function createSolver(
  { rows, diagonal }: Gram,
  regularization: number,
  most: number,
): (title: number, candidates: Uint32Array) => Float64Array {
  const matrix = new Float64Array(most * most)
  const right = new Float64Array(most)
  const placeOf = new Uint32Array(diagonal.length)
  // Which titles are candidates, a bit each: rows are long, most of their entries are of others, and this stays in the nearest cache.
  const isCandidate = new Uint32Array((diagonal.length >>> 5) + 1)
  const { offsets, columns, weights } = rows
  return (title, candidates) => {
    const n = candidates.length
    for (let place = 0; place < n; place++) {
      const candidate = candidates[place] ?? 0
      placeOf[candidate] = place
      isCandidate[candidate >>> 5] = (isCandidate[candidate >>> 5] ?? 0) | (1 << (candidate & 31))
    }
    right.fill(0, 0, n)
    for (let at = offsets[title] ?? 0; at < (offsets[title + 1] ?? 0); at++) {
      const column = columns[at] ?? 0
      if (((isCandidate[column >>> 5] ?? 0) >>> (column & 31)) & 1) right[placeOf[column] ?? 0] = weights[at] ?? 0
    }
    for (let place = 0; place < n; place++) {
      const candidate = candidates[place] ?? 0
      const start = place * most
      matrix.fill(0, start, start + place)
      // Columns ascend, and so do candidates: only those before this one are wanted.
      for (let at = offsets[candidate] ?? 0; at < (offsets[candidate + 1] ?? 0); at++) {
        const column = columns[at] ?? 0
        if (column >= candidate) break
        if (((isCandidate[column >>> 5] ?? 0) >>> (column & 31)) & 1) {
          matrix[start + (placeOf[column] ?? 0)] = weights[at] ?? 0
        }
      }
      matrix[start + place] = (diagonal[candidate] ?? 0) + regularization
    }
    for (const candidate of candidates) isCandidate[candidate >>> 5] = 0
    solveCholesky(matrix, right, n, most)
    return right.subarray(0, n)
  }
}
