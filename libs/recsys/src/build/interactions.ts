/** Who watched what, as two sparse matrices of the same numbers: by viewer and by title. */
import type { ItemHash } from '@upnext/contracts'

/** A viewer's titles, each once, oldest first. */
export type ViewerHistory = readonly WeightedTitle[]

export interface WeightedTitle {
  readonly item: ItemHash
  /** From `gradedWeight`: -1 to 1. */
  readonly weight: number
}

export interface Interactions {
  /** Title number -> hash, ascending. */
  readonly items: readonly ItemHash[]
  readonly byViewer: SparseMatrix
  readonly byTitle: SparseMatrix
}

/** Compressed sparse rows. */
export interface SparseMatrix {
  readonly offsets: Uint32Array
  readonly columns: Uint32Array
  readonly weights: Float32Array
}

/** Reads `histories` twice; viewers are numbered in their order. About 16 bytes for each (viewer, title). */
export function createInteractions(histories: Iterable<ViewerHistory>): Interactions {
  const known = new Set<ItemHash>()
  let viewers = 0
  let entries = 0
  for (const history of histories) {
    for (const { item } of history) known.add(item)
    viewers += 1
    entries += history.length
  }
  const items = [...known].sort()
  const numbers = new Map(items.map((hash, item) => [hash, item]))
  const byViewer = emptyMatrix(viewers, entries)
  let viewer = 0
  let at = 0
  for (const history of histories) {
    for (const { item, weight } of history) {
      byViewer.columns[at] = numbers.get(item) ?? 0
      byViewer.weights[at] = weight
      at += 1
    }
    byViewer.offsets[++viewer] = at
  }
  return { items, byViewer, byTitle: transpose(byViewer, items.length) }
}

function transpose(matrix: SparseMatrix, columns: number): SparseMatrix {
  const { offsets } = matrix
  const result = emptyMatrix(columns, matrix.columns.length)
  for (const column of matrix.columns) result.offsets[column + 1] = (result.offsets[column + 1] ?? 0) + 1
  for (let column = 0; column < columns; column++) {
    result.offsets[column + 1] = (result.offsets[column + 1] ?? 0) + (result.offsets[column] ?? 0)
  }
  const next = result.offsets.slice()
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let from = offsets[row] ?? 0; from < (offsets[row + 1] ?? 0); from++) {
      const column = matrix.columns[from] ?? 0
      const to = next[column] ?? 0
      next[column] = to + 1
      result.columns[to] = row
      result.weights[to] = matrix.weights[from] ?? 0
    }
  }
  return result
}

function emptyMatrix(rows: number, entries: number): SparseMatrix {
  return {
    offsets: new Uint32Array(rows + 1),
    columns: new Uint32Array(entries),
    weights: new Float32Array(entries),
  }
}
