/**
 * How often titles are liked together: G = X^T D X, with X the viewers' weights and D = diag(length^-damping), so that who watches
 * everything does not say most. Sparse, row by row over one dense accumulator; time is the sum over viewers of (titles of the
 * viewer)^2. A row keeps at most so many entries that the whole stays within `mostEntries`: those of the greatest shrunk cosine.
 */
import type { BuildProgress } from '../build/progress.ts'
import type { Interactions, SparseMatrix } from './interactions.ts'
import { keepGreatest } from './keep-greatest.ts'

export interface GramSettings {
  /** 0: every viewer counts by the square of what they watched; 0.3 did best on held-out pairs. */
  readonly damping: number
  /** 8 bytes each. */
  readonly mostEntries: number
}

export interface Gram {
  /** Without the diagonal, and without sums of 0; columns of a row ascend. */
  readonly rows: SparseMatrix
  readonly diagonal: Float64Array
  /** Mean of G_ii over events: what one event weighs, the unit of regularisation and shrinkage. */
  readonly eventWeight: number
}

/** Rows a step. */
const STEP = 32
/** One title in so many is many. */
const MANY = 16
/** Shrinkage of the cosine in events, as for the candidates of the ridge. */
export const SHRINKAGE = 20

export function* gramOf(interactions: Interactions, settings: GramSettings): Generator<BuildProgress, Gram> {
  const { byTitle, titles } = interactions
  const scale = viewerScales(interactions, settings.damping)
  const diagonal = new Float64Array(titles)
  let events = 0
  for (let title = 0; title < titles; title++) {
    for (let at = byTitle.offsets[title] ?? 0; at < (byTitle.offsets[title + 1] ?? 0); at++) {
      diagonal[title] =
        (diagonal[title] ?? 0) + (scale[byTitle.columns[at] ?? 0] ?? 0) * (byTitle.weights[at] ?? 0) ** 2
      events += 1
    }
  }
  const eventWeight = events > 0 ? diagonal.reduce((sum, value) => sum + value, 0) / events : 1
  const rowLimit = Math.max(64, Math.floor(settings.mostEntries / Math.max(1, titles)))
  const rows = yield* gramRows(interactions, scale, diagonal, eventWeight * SHRINKAGE, rowLimit)
  return { rows, diagonal, eventWeight }
}

function viewerScales({ byViewer }: Interactions, damping: number): Float64Array {
  return Float64Array.from({ length: byViewer.offsets.length - 1 }, (_, viewer) => {
    const length = (byViewer.offsets[viewer + 1] ?? 0) - (byViewer.offsets[viewer] ?? 0)
    return length > 0 ? length ** -damping : 0
  })
}

function* gramRows(
  { byTitle, byViewer, titles }: Interactions,
  scale: Float64Array,
  diagonal: Float64Array,
  shrinkage: number,
  rowLimit: number,
): Generator<BuildProgress, SparseMatrix> {
  const sums = new Float64Array(titles)
  // Whose sum was 0 when something was added: some of them more than once, and no longer noted where they are too many to be sorted.
  const touched = new Uint32Array(titles)
  const others = new Uint32Array(titles)
  const cosines = new Float64Array(titles)
  const writer = createMatrixWriter(titles)
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'titles liked together', done: title, of: titles }
    let count = 0
    for (let at = byTitle.offsets[title] ?? 0; at < (byTitle.offsets[title + 1] ?? 0); at++) {
      const viewer = byTitle.columns[at] ?? 0
      const weight = (byTitle.weights[at] ?? 0) * (scale[viewer] ?? 0)
      const end = byViewer.offsets[viewer + 1] ?? 0
      for (let of = byViewer.offsets[viewer] ?? 0; of < end; of++) {
        const other = byViewer.columns[of] ?? 0
        const sum = sums[other] ?? 0
        if (sum === 0 && count < titles) touched[count++] = other
        sums[other] = sum + weight * (byViewer.weights[of] ?? 0)
      }
    }
    sums[title] = 0
    const few = count * MANY <= titles
    let size = few ? sortedOthers(touched.subarray(0, count), sums, others) : allOthers(sums, others)
    if (size > rowLimit) {
      for (let at = 0; at < size; at++) {
        const other = others[at] ?? 0
        const norm = Math.sqrt((diagonal[title] ?? 0) * (diagonal[other] ?? 0)) + shrinkage
        cosines[at] = Math.abs(sums[other] ?? 0) / norm
      }
      size = keepGreatest(others, cosines, size, rowLimit)
    }
    writer.add(others, size, sums)
    if (few) for (let at = 0; at < count; at++) sums[touched[at] ?? 0] = 0
    else sums.fill(0)
  }
  return writer.finish()
}

/** Those that have a sum, ascending; answers how many. */
function sortedOthers(touched: Uint32Array, sums: Float64Array, into: Uint32Array): number {
  touched.sort()
  let size = 0
  for (let at = 0; at < touched.length; at++) {
    const other = touched[at] ?? 0
    if (sums[other] !== 0 && (size === 0 || into[size - 1] !== other)) into[size++] = other
  }
  return size
}

/** The same: where they are many, looking at all titles is faster than sorting. */
function allOthers(sums: Float64Array, into: Uint32Array): number {
  let size = 0
  for (let other = 0; other < sums.length; other++) if (sums[other] !== 0) into[size++] = other
  return size
}

/** Grows by half: doubling would cost most where most is held. */
function createMatrixWriter(rows: number): {
  add(columns: Uint32Array, count: number, sums: Float64Array): void
  finish(): SparseMatrix
} {
  const offsets = new Uint32Array(rows + 1)
  let columns = new Uint32Array(1024)
  let weights = new Float32Array(1024)
  let row = 0
  let size = 0
  return {
    add: (kept, count, sums) => {
      if (size + count > columns.length) {
        const room = Math.ceil((size + count) * 1.5)
        const [oldColumns, oldWeights] = [columns, weights]
        columns = new Uint32Array(room)
        weights = new Float32Array(room)
        columns.set(oldColumns.subarray(0, size))
        weights.set(oldWeights.subarray(0, size))
      }
      for (let at = 0; at < count; at++) {
        const column = kept[at] ?? 0
        columns[size] = column
        weights[size] = sums[column] ?? 0
        size += 1
      }
      offsets[++row] = size
    },
    finish: () => ({ offsets, columns: columns.subarray(0, size), weights: weights.subarray(0, size) }),
  }
}
