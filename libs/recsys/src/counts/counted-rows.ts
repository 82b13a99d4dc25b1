/** Rows straight from counts, computed when they are read and again once they have changed; other row sets as they stand. */
import type { RowSet } from '../model/model.ts'
import { placeInSet } from '../score/row-source.ts'
import type { RowSource } from '../score/row-source.ts'
import { COUNT_ROW_KINDS } from './count-rows.ts'
import type { CountRow, RowBuilder } from './count-rows.ts'
import type { Counts } from './counts.ts'

export interface CountedRows extends RowSource {
  /** The title's counts changed. */
  readonly touch: (item: number) => void
}

export function createCountedRows(counts: Counts, build: RowBuilder, others: ReadonlyMap<string, RowSet>): CountedRows {
  const known = new Map(COUNT_ROW_KINDS.map((kind) => [kind as string, { kind, rows: new Map<number, CountRow>() }]))
  return {
    touch: (item) => {
      for (const { rows } of known.values()) rows.delete(item)
    },
    place: (rowSet, item, place) => {
      const counted = known.get(rowSet)
      if (counted === undefined) {
        placeInSet(others.get(rowSet), item, place)
        return
      }
      let row = counted.rows.get(item)
      if (row === undefined) {
        row = build(counts, counted.kind, item)
        counted.rows.set(item, row)
      }
      place.neighbours = row.neighbours
      place.scores = row.scores
      place.start = 0
      place.end = row.neighbours.length
    },
  }
}
