/** Puts one changed row into a model in use. */
import { itemHashFromBytes } from '@upnext/contracts'
import type { RowUpdate } from '@upnext/contracts'
import type { ServedModel } from './served-model.ts'

const HASH_BYTES = 8

/** Answers whether the row was taken: not where it is malformed, or of a row set that the model does not have. */
export function applyRow({ model, index, live }: ServedModel, row: RowUpdate): boolean {
  if (!isWellFormed(row) || !model.rowSets.has(row.rowSet)) return false
  const item = index.add(itemHashFromBytes(row.item))
  const neighbours = Uint32Array.from(row.scores, (_, i) =>
    index.add(itemHashFromBytes(row.neighbours, i * HASH_BYTES)),
  )
  live.set(row.rowSet, item, { neighbours, scores: Float32Array.from(row.scores) })
  return true
}

function isWellFormed({ item, neighbours, scores }: RowUpdate): boolean {
  return item.length === HASH_BYTES && neighbours.length === HASH_BYTES * scores.length && scores.every(Number.isFinite)
}
