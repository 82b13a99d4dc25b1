/** From a sparse matrix to rows that are served: the greatest entries of each row, best first. */
import { createRowSetWriter } from '../build/row-set-writer.ts'
import { createRowSorter } from '../counts/row-sorter.ts'
import type { RowSet } from '../model/model.ts'
import type { SparseMatrix } from './interactions.ts'

/** What an entry of the matrix, at `at`, is worth in the row that is served. */
export type EntryScore = (row: number, column: number, at: number) => number

/**
 * Negative entries stay where there is room for them: what lowers a title says something, too. Equal scores in the order of the
 * numbers. `score`: the entries' weights, unless said otherwise.
 */
export function pruneRows(matrix: SparseMatrix, limit: number, score?: EntryScore): RowSet {
  const { offsets, columns, weights } = matrix
  const rows = offsets.length - 1
  const writer = createRowSetWriter(rows, limit)
  const sorter = createRowSorter(limit, true)
  for (let row = 0; row < rows; row++) {
    for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at++) {
      const column = columns[at] ?? 0
      if (column !== row) sorter.add(column, score === undefined ? (weights[at] ?? 0) : score(row, column, at))
    }
    const kept = sorter.drain()
    writer.add(kept.neighbours, kept.scores)
  }
  return writer.finish()
}
