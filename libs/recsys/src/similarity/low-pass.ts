/**
 * Spectral low-pass rows: what remains of "who likes what" when only its strongest tendencies are kept. With
 * Z = D_u^-1/2 X D_i^-1/2 and V its first right singular vectors,
 *
 *   S_ij = (V_i . V_j) sqrt(pop_j / pop_i)
 *
 * evaluated only for pairs that are in the pattern given (titles seen together, or two steps apart): never titles * titles. V by
 * randomised subspace iteration (Halko, Martinsson & Tropp 2011) from a fixed seed. Source of the filter: Shen et al. 2021 (GF-CF).
 */
import { createRowSorter } from '../counts/row-sorter.ts'
import type { BuildProgress } from '../build/progress.ts'
import { createRowSetWriter } from '../build/row-set-writer.ts'
import { createArena } from '../dense/arena.ts'
import type { Arena } from '../dense/arena.ts'
import { createKernels } from '../dense/kernels.ts'
import { createVectors, strideOf } from '../dense/vectors.ts'
import type { Vectors } from '../dense/vectors.ts'
import type { RowSet } from '../model/model.ts'
import { seededRandom } from '../random.ts'
import type { Interactions, SparseMatrix } from './interactions.ts'
import type { NearestTitles } from './nearest-titles.ts'
import { createOrthonormalize, orthonormalizeBytes } from './orthonormalize.ts'

export interface LowPassSettings {
  readonly rank: number
  readonly powerSteps: number
}

export const LOW_PASS_SETTINGS: LowPassSettings = { rank: 256, powerSteps: 3 }

const SEED = 7
/** Titles a step. */
const STEP = 64
/** Titles whose products are found together: lists of them are read that much beyond their end. */
const LANES = 4

/** `patterns`: rows whose entries are scored. */
export function* lowPassRows(
  interactions: Interactions,
  patterns: readonly NearestTitles[],
  neighbours: number,
  settings: LowPassSettings,
): Generator<BuildProgress, RowSet> {
  const { titles } = interactions
  const { normalized, popularity } = normalize(interactions)
  const rank = Math.max(1, Math.min(settings.rank, titles - 1, interactions.byViewer.offsets.length - 2))
  const arena = createArena(bytesFor(titles, rank, normalized.columns.length))
  const vectors = yield* rightSingularSpace(arena, normalized, titles, rank, settings.powerSteps)
  const kernels = createKernels(arena)
  const writer = createRowSetWriter(titles, neighbours)
  const sorter = createRowSorter(neighbours)
  const scoredBy = new Uint32Array(titles)
  const others = arena.uint32(titles + LANES)
  const products = arena.float32(titles + LANES)
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'low-pass rows', done: title, of: titles }
    let count = 0
    for (const pattern of patterns) {
      for (let at = pattern.offsets[title] ?? 0; at < (pattern.offsets[title + 1] ?? 0); at++) {
        const other = pattern.neighbours[at] ?? 0
        if (scoredBy[other] === title + 1 || other === title) continue
        scoredBy[other] = title + 1
        others[count++] = other
      }
    }
    others.fill(title, count, count + LANES)
    kernels.dots(vectors, title, others, count, products)
    for (let at = 0; at < count; at++) {
      const other = others[at] ?? 0
      const ratio = Math.sqrt((popularity[other] ?? 0) / Math.max(1e-9, popularity[title] ?? 0))
      sorter.add(other, (products[at] ?? 0) * ratio)
    }
    const row = sorter.drain()
    writer.add(row.neighbours, row.scores)
  }
  return writer.finish()
}

/** Of everything below that stands in the arena: two bases, the matrix, a row, and what is asked and answered of a title. */
function bytesFor(titles: number, rank: number, entries: number): number {
  const stride = strideOf(rank)
  return (
    8 * (titles + 1) * stride + 8 * entries + 4 * stride + 8 * (titles + LANES) + orthonormalizeBytes(titles, stride)
  )
}

/** Weights of 0 or less say nothing of what somebody is drawn to. */
function normalize({ byViewer, titles }: Interactions): { normalized: SparseMatrix; popularity: Float64Array } {
  const popularity = new Float64Array(titles)
  const viewers = byViewer.offsets.length - 1
  const lengths = new Float64Array(viewers)
  for (let viewer = 0; viewer < viewers; viewer++) {
    for (let at = byViewer.offsets[viewer] ?? 0; at < (byViewer.offsets[viewer + 1] ?? 0); at++) {
      const weight = Math.max(0, byViewer.weights[at] ?? 0)
      lengths[viewer] = (lengths[viewer] ?? 0) + weight
      const title = byViewer.columns[at] ?? 0
      popularity[title] = (popularity[title] ?? 0) + weight
    }
  }
  const weights = new Float32Array(byViewer.weights.length)
  for (let viewer = 0; viewer < viewers; viewer++) {
    for (let at = byViewer.offsets[viewer] ?? 0; at < (byViewer.offsets[viewer + 1] ?? 0); at++) {
      const weight = byViewer.weights[at] ?? 0
      const scale = (lengths[viewer] ?? 0) * (popularity[byViewer.columns[at] ?? 0] ?? 0)
      if (weight > 0) weights[at] = weight / Math.sqrt(scale)
    }
  }
  return { normalized: { ...byViewer, weights }, popularity }
}

/** An orthonormal basis of the leading right singular vectors' space, title by title: all that V V^T needs. */
function* rightSingularSpace(
  arena: Arena,
  matrix: SparseMatrix,
  titles: number,
  rank: number,
  powerSteps: number,
): Generator<BuildProgress, Vectors> {
  const random = seededRandom(SEED)
  let basis = createVectors(arena, titles, rank)
  let next = createVectors(arena, titles, rank)
  const { stride } = basis
  for (let title = 0; title < titles; title++) {
    for (let k = 0; k < rank; k++) basis.values[title * stride + k] = random() + random() + random() - 1.5
  }
  const columns = arena.uint32(matrix.columns.length)
  const weights = arena.float32(matrix.weights.length)
  columns.set(matrix.columns)
  weights.set(matrix.weights)
  const times = createNormalTimes(arena, { offsets: matrix.offsets, columns, weights }, stride)
  const orthonormalize = createOrthonormalize(arena, titles, stride)
  for (let step = 0; step < powerSteps; step++) {
    yield* times(basis, next, step)
    ;[basis, next] = [next, basis]
    // Once is enough between steps; the last must be exact.
    yield* orthonormalize(basis, step === powerSteps - 1 ? 2 : 1)
  }
  return basis
}

/** Z^T Z B, viewer by viewer: no viewers * rank of memory. */
function createNormalTimes(
  arena: Arena,
  { offsets, columns, weights }: SparseMatrix,
  stride: number,
): (basis: Vectors, result: Vectors, step: number) => Generator<BuildProgress, void> {
  const kernels = createKernels(arena)
  const row = arena.float32(stride)
  return function* (basis, result, step) {
    result.values.fill(0)
    for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
      if (viewer % 256 === 0) yield { stage: `spectrum, step ${step + 1}`, done: viewer, of: offsets.length - 1 }
      const titles = columns.subarray(offsets[viewer], offsets[viewer + 1])
      const shares = weights.subarray(offsets[viewer], offsets[viewer + 1])
      row.fill(0)
      kernels.gather(basis, titles, shares, row)
      kernels.scatter(result, titles, shares, row)
    }
  }
}
