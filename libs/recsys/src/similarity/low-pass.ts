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
import type { RowSet } from '../model/model.ts'
import { seededRandom } from '../random.ts'
import type { Interactions, SparseMatrix } from './interactions.ts'
import { orthonormalize } from './orthonormalize.ts'

export interface LowPassSettings {
  readonly rank: number
  readonly powerSteps: number
}

export const LOW_PASS_SETTINGS: LowPassSettings = { rank: 256, powerSteps: 3 }

const SEED = 7
/** Titles a step. */
const STEP = 64
const LANES = 4

/** `patterns`: rows whose entries are scored. */
export function* lowPassRows(
  interactions: Interactions,
  patterns: readonly RowSet[],
  neighbours: number,
  settings: LowPassSettings,
): Generator<BuildProgress, RowSet> {
  const { titles } = interactions
  const { normalized, popularity } = normalize(interactions)
  const rank = Math.max(1, Math.min(settings.rank, titles - 1, interactions.byViewer.offsets.length - 2))
  const vectors = yield* rightSingularSpace(normalized, titles, rank, settings.powerSteps)
  const writer = createRowSetWriter(titles, neighbours)
  const sorter = createRowSorter()
  const scoredBy = new Uint32Array(titles)
  const others = new Uint32Array(titles + LANES)
  const dots = new Float64Array(titles + LANES)
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
    products(vectors, rank, title, others, count, dots)
    for (let at = 0; at < count; at++) {
      const other = others[at] ?? 0
      const ratio = Math.sqrt((popularity[other] ?? 0) / Math.max(1e-9, popularity[title] ?? 0))
      sorter.add(other, (dots[at] ?? 0) * ratio)
    }
    const row = sorter.drain(neighbours)
    writer.add(row.neighbours, row.scores)
  }
  return writer.finish()
}

/** V_i . V_j for some j, four at a time: their sums do not wait for each other. Writes up to LANES - 1 more than `count`. */
function products(
  vectors: Float32Array,
  rank: number,
  title: number,
  others: Uint32Array,
  count: number,
  dots: Float64Array,
): void {
  const from = title * rank
  others.fill(title, count, count + LANES)
  for (let at = 0; at < count; at += LANES) {
    const to0 = (others[at] ?? 0) * rank
    const to1 = (others[at + 1] ?? 0) * rank
    const to2 = (others[at + 2] ?? 0) * rank
    const to3 = (others[at + 3] ?? 0) * rank
    let [dot0, dot1, dot2, dot3] = [0, 0, 0, 0]
    for (let k = 0; k < rank; k++) {
      const value = vectors[from + k] ?? 0
      dot0 += value * (vectors[to0 + k] ?? 0)
      dot1 += value * (vectors[to1 + k] ?? 0)
      dot2 += value * (vectors[to2 + k] ?? 0)
      dot3 += value * (vectors[to3 + k] ?? 0)
    }
    dots[at] = dot0
    dots[at + 1] = dot1
    dots[at + 2] = dot2
    dots[at + 3] = dot3
  }
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
  matrix: SparseMatrix,
  titles: number,
  rank: number,
  powerSteps: number,
): Generator<BuildProgress, Float32Array> {
  const random = seededRandom(SEED)
  let basis = Float32Array.from({ length: titles * rank }, () => random() + random() + random() - 1.5)
  for (let step = 0; step < powerSteps; step++) {
    basis = yield* normalTimes(matrix, basis, titles, rank, step)
    // Once is enough between steps; the last must be exact.
    yield* orthonormalize(basis, titles, rank, step === powerSteps - 1 ? 2 : 1)
  }
  return basis
}

/** Z^T Z B, viewer by viewer: no viewers * rank of memory. */
function* normalTimes(
  { offsets, columns, weights }: SparseMatrix,
  basis: Float32Array,
  titles: number,
  rank: number,
  step: number,
): Generator<BuildProgress, Float32Array<ArrayBuffer>> {
  const result = new Float32Array(titles * rank)
  const row = new Float64Array(rank)
  for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
    if (viewer % 256 === 0) yield { stage: `spectrum, step ${step + 1}`, done: viewer, of: offsets.length - 1 }
    const [start, end] = [offsets[viewer] ?? 0, offsets[viewer + 1] ?? 0]
    row.fill(0)
    for (let at = start; at < end; at++) {
      const from = (columns[at] ?? 0) * rank
      const weight = weights[at] ?? 0
      for (let k = 0; k < rank; k++) row[k] = (row[k] ?? 0) + weight * (basis[from + k] ?? 0)
    }
    for (let at = start; at < end; at++) {
      const to = (columns[at] ?? 0) * rank
      const weight = weights[at] ?? 0
      for (let k = 0; k < rank; k++) result[to + k] = (result[to + k] ?? 0) + weight * (row[k] ?? 0)
    }
  }
  return result
}
