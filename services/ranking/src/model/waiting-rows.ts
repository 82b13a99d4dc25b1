/**
 * Row updates for models that are not in use yet. Partitions are read independently, so rows of a new model may come before the
 * word that it is active, or while it is being loaded.
 */
import type { RowUpdate } from '@upnext/contracts'

export interface WaitingRows {
  /** Keeps a row; a later one of the same title and row set takes its place. */
  keep(baseModelId: string, row: RowUpdate): void
  /** Gives back, and forgets, what waits for this model. */
  take(baseModelId: string): readonly RowUpdate[]
}

/** Keeps rows of at most `mostModels` models, the least recently heard of leaves first, and `mostRows` rows of each. */
export function createWaitingRows(mostModels = 3, mostRows = 50_000): WaitingRows {
  const byModel = new Map<string, Map<string, RowUpdate>>()
  return {
    keep(baseModelId, row) {
      const rows = byModel.get(baseModelId) ?? new Map<string, RowUpdate>()
      // Put last again: a Map remembers the order in which its keys came.
      byModel.delete(baseModelId)
      byModel.set(baseModelId, rows)
      const key = `${row.rowSet} ${row.item.toString('hex')}`
      if (rows.size < mostRows || rows.has(key)) rows.set(key, row)
      const [oldest] = byModel.keys()
      if (byModel.size > mostModels && oldest !== undefined) byModel.delete(oldest)
    },
    take(baseModelId) {
      const rows = [...(byModel.get(baseModelId)?.values() ?? [])]
      byModel.delete(baseModelId)
      return rows
    },
  }
}
