/** Rows for tests, said as pairs. */
import type { RowSet } from '../model/model.ts'

export type Row = readonly (readonly [item: number, score: number])[]

export function rowSet(rows: readonly Row[]): RowSet {
  const flat = rows.flat()
  const ends = rows.map((_, row) => rows.slice(0, row + 1).flat().length)
  return {
    offsets: Uint32Array.of(0, ...ends),
    neighbours: Uint32Array.from(flat, ([item]) => item),
    scores: Float32Array.from(flat, ([, score]) => score),
  }
}

/** Row by row, as pairs. */
export function rowsOf({ offsets, neighbours, scores }: RowSet): [number, number][][] {
  return Array.from(offsets.subarray(1), (end, row) => {
    const start = offsets[row] ?? 0
    return Array.from(neighbours.subarray(start, end), (item, at) => [item, scores[start + at] ?? 0])
  })
}
