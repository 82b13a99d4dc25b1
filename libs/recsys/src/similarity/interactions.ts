/** Who liked what, each (viewer, title) once with the weight of the newest play, as two sparse matrices of the same numbers. */
import type { Timeline } from '../timeline/timeline.ts'

export interface Interactions {
  readonly titles: number
  readonly byViewer: SparseMatrix
  readonly byTitle: SparseMatrix
}

/** Compressed sparse rows. */
export interface SparseMatrix {
  readonly offsets: Uint32Array
  readonly columns: Uint32Array
  readonly weights: Float32Array
}

/** Of each viewer at most the `mostTitles` newest titles. */
export function createInteractions(timeline: Timeline, mostTitles: number): Interactions {
  const { items, offsets, titles, weights } = timeline
  const columns = new Uint32Array(titles.length)
  const values = new Float32Array(titles.length)
  const rowOffsets = new Uint32Array(offsets.length)
  // The last viewer who touched each title, plus one.
  const takenBy = new Uint32Array(items.length)
  let size = 0
  for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
    const start = offsets[viewer] ?? 0
    const limit = size + mostTitles
    for (let play = (offsets[viewer + 1] ?? 0) - 1; play >= start && size < limit; play--) {
      const title = titles[play] ?? 0
      if (takenBy[title] === viewer + 1) continue
      takenBy[title] = viewer + 1
      columns[size] = title
      values[size] = weights[play] ?? 0
      size += 1
    }
    rowOffsets[viewer + 1] = size
  }
  const byViewer = { offsets: rowOffsets, columns: columns.slice(0, size), weights: values.slice(0, size) }
  return { titles: items.length, byViewer, byTitle: transpose(byViewer, items.length) }
}

/** Rows of the answer are columns of `matrix`; entries of a row stand in the order of the rows that they come from. */
export function transpose(matrix: SparseMatrix, columns: number): SparseMatrix {
  const { offsets } = matrix
  const entries = offsets[offsets.length - 1] ?? 0
  const result = {
    offsets: new Uint32Array(columns + 1),
    columns: new Uint32Array(entries),
    weights: new Float32Array(entries),
  }
  for (let at = 0; at < entries; at++) {
    const column = matrix.columns[at] ?? 0
    result.offsets[column + 1] = (result.offsets[column + 1] ?? 0) + 1
  }
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
