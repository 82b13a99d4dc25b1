/** Rows straight from counts, computed when they are read and again once they have changed; other row sets as they stand. */
import type { RowSet } from '../model/model.ts'
import { placeRow, rowsOfSet } from '../score/row-source.ts'
import type { RowSource } from '../score/row-source.ts'
import { COUNT_ROW_KINDS } from './count-rows.ts'
import type { CountRow, RowBuilder } from './count-rows.ts'
import type { Counts } from './counts.ts'

export interface CountedRows extends RowSource {
  /** The title's counts changed. */
  readonly touch: (item: number) => void
}

export function createCountedRows(counts: Counts, build: RowBuilder, others: ReadonlyMap<string, RowSet>): CountedRows {
  const known = COUNT_ROW_KINDS.map((kind) => ({ kind, rows: new Map<number, CountRow>() }))
  return {
    touch: (item) => {
      for (const { rows } of known) rows.delete(item)
    },
    rowsOf: (rowSet) => {
      const counted = known.find(({ kind }) => kind === rowSet)
      if (counted === undefined) return rowsOfSet(others.get(rowSet))
      const { kind, rows } = counted
      return (item, place) => {
        let row = rows.get(item)
        if (row === undefined) {
          row = build(counts, kind, item)
          rows.set(item, row)
        }
        placeRow(row, place)
      }
    },
  }
}
