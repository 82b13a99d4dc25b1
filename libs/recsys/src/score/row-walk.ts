/** The neighbours of one title in one row set: the live row where there is one, else the model's. */
import type { LiveRows } from '../model/live-rows.ts'
import type { Model } from '../model/model.ts'

export interface RowSource {
  readonly model: Model
  readonly live: LiveRows
}

/** Where a row stands in two arrays. One object serves many rows: it is overwritten, not handed on. */
export interface RowPlace {
  neighbours: Uint32Array
  scores: Float32Array
  start: number
  end: number
}

export function createRowPlace(): RowPlace {
  return { neighbours: new Uint32Array(0), scores: new Float32Array(0), start: 0, end: 0 }
}

/** Points `place` at the row; at nothing (start = end) where the title has none. */
export function placeRow(place: RowPlace, source: RowSource, rowSet: string, item: number): void {
  place.start = 0
  place.end = 0
  const live = source.live.get(rowSet, item)
  if (live !== undefined) {
    place.neighbours = live.neighbours
    place.scores = live.scores
    place.end = live.neighbours.length
    return
  }
  const rows = source.model.rowSets.get(rowSet)
  if (rows === undefined || item >= source.model.items.length) return
  place.neighbours = rows.neighbours
  place.scores = rows.scores
  place.start = rows.offsets[item] ?? 0
  place.end = rows.offsets[item + 1] ?? 0
}
