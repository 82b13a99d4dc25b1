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
import { SHRINKAGE } from './gram.ts'
import type { SparseMatrix } from './interactions.ts'
import { keepGreatest } from './keep-greatest.ts'

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
  const system = createSystem(gram, most)
  const others = new Uint32Array(titles)
  const similarities = new Float64Array(titles)
  const offsets = new Uint32Array(titles + 1)
  const columns = new Uint32Array(Math.min(rows.columns.length, titles * most))
  const weights = regularizations.map(() => new Float32Array(columns.length))
  let size = 0
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'ridge', done: title, of: titles }
    if (targets(title)) {
      let near = 0
      for (let at = rows.offsets[title] ?? 0; at < (rows.offsets[title + 1] ?? 0); at++) {
        const other = rows.columns[at] ?? 0
        const norm = Math.sqrt((diagonal[title] ?? 0) * (diagonal[other] ?? 0)) + SHRINKAGE * eventWeight
        const similarity = (rows.weights[at] ?? 0) / norm
        if (!(similarity > 0)) continue
        others[near] = other
        similarities[near++] = similarity
      }
      // They ascend, as the row's columns do.
      const candidates = others.subarray(0, keepGreatest(others, similarities, near, most))
      columns.set(candidates, size)
      system.read(title, candidates)
      for (const [r, regularization] of regularizations.entries()) {
        weights[r]?.set(system.solve(regularization * eventWeight), size)
      }
      size += candidates.length
    }
    offsets[title + 1] = size
  }
  const kept = columns.slice(0, size)
  return weights.map((values) => ({ offsets, columns: kept, weights: values.slice(0, size) }))
}

interface System {
  /** The entries of a title, and of its candidates among themselves. */
  read(title: number, candidates: Uint32Array): void
  /** The coefficients of the candidates; the array is used again by the next call. */
  solve(regularization: number): Float64Array
}

function createSystem({ rows, diagonal }: Gram, most: number): System {
  const entries = new Float64Array(most * most)
  const right = new Float64Array(most)
  const matrix = new Float64Array(most * most)
  const solution = new Float64Array(most)
  let n = 0
  return {
    read: (title, candidates) => {
      n = candidates.length
      readEntries(rows, title, candidates, n, right, 0)
      for (let place = 0; place < n; place++) {
        const candidate = candidates[place] ?? 0
        // The matrix is symmetric: its lower triangle is enough.
        readEntries(rows, candidate, candidates, place, entries, place * most)
        entries[place * most + place] = diagonal[candidate] ?? 0
      }
    },
    solve: (regularization) => {
      matrix.set(entries.subarray(0, n * most))
      solution.set(right.subarray(0, n))
      for (let place = 0; place < n; place++) {
        const at = place * most + place
        matrix[at] = (matrix[at] ?? 0) + regularization
      }
      solveCholesky(matrix, solution, n, most)
      return solution.subarray(0, n)
    },
  }
}

/**
 * Writes the row's entries in the first `count` of some ascending columns, 0 where there is none. Columns of a row ascend too, and
 * titles are numbered by their hashes, so that an entry stands about where its share of all titles says: from there it is a few steps,
 * where reading the row from its beginning takes ten times as many. Any other numbering only takes longer.
 */
function readEntries(
  { offsets, columns, weights }: SparseMatrix,
  row: number,
  wanted: Uint32Array,
  count: number,
  into: Float64Array,
  start: number,
): void {
  const first = offsets[row] ?? 0
  const end = offsets[row + 1] ?? 0
  if (first === end) {
    into.fill(0, start, start + count)
    return
  }
  const density = (end - first) / (offsets.length - 1)
  let at = first
  let last = 0
  for (let place = 0; place < count; place++) {
    const column = wanted[place] ?? 0
    // Whole numbers throughout, or the compiler computes places in doubles.
    at = (at + (column - last) * density) | 0
    if (at >= end) at = end - 1
    last = column
    let found = columns[at] ?? 0
    if (found > column) while (at > first && found > column) found = columns[--at] ?? 0
    else while (at < end - 1 && found < column) found = columns[++at] ?? 0
    into[start + place] = found === column ? (weights[at] ?? 0) : 0
  }
}
