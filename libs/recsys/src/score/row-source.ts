/** Where scoring finds the neighbours of a title. */
import type { RowSet } from '../model/model.ts'

/** Where a row stands in two arrays. One object serves many rows: it is overwritten, not handed on. */
export interface RowPlace {
  neighbours: Uint32Array
  scores: Float32Array
  start: number
  end: number
}

/** Scoring checks nothing: neighbours have to be titles that a query makes room for, and scores finite. */
export interface RowSource {
  /** To be asked for once for all rows of a row set. */
  rowsOf(rowSet: string): PlaceRow
}

/** Points `place` at the row of a title; at nothing (start = end) where it has none. */
export type PlaceRow = (item: number, place: RowPlace) => void

export function createRowPlace(): RowPlace {
  return { neighbours: new Uint32Array(0), scores: new Float32Array(0), start: 0, end: 0 }
}

const NOTHING = createRowPlace()

export function placeNowhere(place: RowPlace): void {
  place.neighbours = NOTHING.neighbours
  place.scores = NOTHING.scores
  place.start = 0
  place.end = 0
}

/** `undefined`: a row set that there is not. */
export function rowsOfSet(rows: RowSet | undefined): PlaceRow {
  return (item, place) => {
    place.start = 0
    place.end = 0
    if (rows === undefined || item + 1 >= rows.offsets.length) return
    place.neighbours = rows.neighbours
    place.scores = rows.scores
    place.start = rows.offsets[item] ?? 0
    place.end = rows.offsets[item + 1] ?? 0
  }
}

export function placeRow(row: Pick<RowPlace, 'neighbours' | 'scores'>, place: RowPlace): void {
  place.neighbours = row.neighbours
  place.scores = row.scores
  place.start = 0
  place.end = row.neighbours.length
}
