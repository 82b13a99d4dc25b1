/** Rows newer than the model's, by row set and title number. */
import type { LiveRow } from './model.ts'

export interface LiveRows {
  /** Rows held, over all row sets. */
  readonly size: number
  get(rowSet: string, item: number): LiveRow | undefined
  /** Replaces the row. Neighbours are numbers of the same {@link ItemIndex} as the model's. */
  set(rowSet: string, item: number, row: LiveRow): void
}

export function createLiveRows(): LiveRows {
  const sets = new Map<string, Map<number, LiveRow>>()
  return {
    get size() {
      return [...sets.values()].reduce((sum, rows) => sum + rows.size, 0)
    },
    get: (rowSet, item) => sets.get(rowSet)?.get(item),
    set: (rowSet, item, row) => {
      const rows = sets.get(rowSet) ?? new Map<number, LiveRow>()
      rows.set(item, row)
      sets.set(rowSet, rows)
    },
  }
}
