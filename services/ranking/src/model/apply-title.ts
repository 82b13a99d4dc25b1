/** Puts what is new of a title into a model in use. */
import { itemHashFromBytes } from '@upnext/contracts'
import type { TitlePopularity, TitleRow, TitleUpdate } from '@upnext/contracts'
import type { LiveModel } from '@upnext/recsys'

const HASH_BYTES = 8

/** Answers whether it was taken: not where it is malformed, or names a row set that the model does not have. */
export function applyTitle(live: LiveModel, { item: hash, rows, popularity }: TitleUpdate): boolean {
  const isFit = (row: TitleRow): boolean => isWellFormed(row) && live.model.rowSets.has(row.rowSet)
  // All or nothing: half of it would be of no moment.
  if (hash.length !== HASH_BYTES || !rows.every(isFit) || !isPopularity(popularity)) return false
  const item = live.index.add(itemHashFromBytes(hash))
  for (const { rowSet, neighbours: hashes, scores } of rows) {
    const neighbours = Uint32Array.from(scores, (_, i) => live.index.add(itemHashFromBytes(hashes, i * HASH_BYTES)))
    live.setRow(rowSet, item, { neighbours, scores: Float32Array.from(scores) })
  }
  if (popularity !== undefined) live.popularity.set(item, popularity)
  return true
}

function isWellFormed({ neighbours, scores }: TitleRow): boolean {
  return neighbours.length === HASH_BYTES * scores.length && scores.every(Number.isFinite)
}

function isPopularity(popularity: TitlePopularity | undefined): boolean {
  if (popularity === undefined) return true
  const { total, month, days } = popularity
  return [total, month, days].every((value) => value >= 0 && value < Infinity)
}
