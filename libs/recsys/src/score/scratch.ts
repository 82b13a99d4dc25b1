/**
 * Working memory of scoring, kept between queries so that a query leaves no garbage but its answer. For one ranking at a time. Its arrays
 * are replaced where they get too small: whoever holds one takes it anew after `clear` and `reserve...`.
 *
 * The titles that one row set leads to are its visits, numbered on from row set to row set, from 1; a visit's sums stand side by side.
 * So what a query works on is small and read forwards: it fits into the processor's cache, where the whole catalogue would not. Only
 * `visitOf` is as long as the catalogue, and is never cleared: what an earlier query wrote there is less than `base`.
 */
import { createRowPlace } from './row-source.ts'
import type { RowPlace } from './row-source.ts'

export interface Scratch {
  /** Whatever a query did, the next one finds the scratch as new. Makes room for titles numbered 0 to `titles` - 1. */
  clear(titles: number): void
  /** Makes room for rows, and for what is kept by row set. */
  reserveRows(rows: number, rowSets: number): void
  /** Makes room for so many entries of rows, and sums. */
  reserveEntries(entries: number, sums: number): void
  /** Neither scored nor counted for a channel's greatest. Before anything is touched. */
  leaveOut(title: number): void
  /** Stands for whose scores these are, and holds nothing of them; see `next-ranking.ts`. */
  holder: object | null
  /** By title: its newest visit plus `base`. Up to `base`: none in this query. */
  readonly visitOf: Int32Array
  base: number
  /** By row set and place in the history. */
  readonly rows: RowPlace[]
  /** By entry of a row, in the order of reading: the one before of the same visit, plus one; 0: none. */
  readonly earlier: Uint32Array
  /** By entry: its place in the history, and its score. */
  readonly entryPlaces: Uint32Array
  readonly entryScores: Float32Array
  /** By visit: its title, its last entry plus one, and the title's visit in a row set before. */
  readonly titles: Uint32Array
  readonly lastEntry: Uint32Array
  readonly earlierVisit: Uint32Array
  /** By the newest visit of a title: 1 where it is a candidate. */
  readonly isCandidate: Uint8Array
  /** By row set: where its visits begin, and the end of the last. */
  readonly visitStarts: Uint32Array
  /** Visit v's sum of reading r of row set p stands at origins[p] + v * (readings of p) + r. */
  readonly sums: Float64Array
  readonly origins: Int32Array
  /** By place in the history: for one title at a time; see `causes.ts`. */
  readonly parts: Float64Array
  /** Newest visits of the candidates, and their scores. */
  readonly candidates: Uint32Array
  readonly scores: Float64Array
  /** Candidates in use. */
  size: number
  /** Of no meaning; see `accumulate.ts`. */
  warmth: number
}

/** Above every visit, whatever `base` is. */
export const LEFT_OUT = 0x7fffffff
/** No query has so many visits. */
const MOST_VISITS = 1 << 28

/** As far as `base` may count on; then `visitOf` is cleared. */
export const FARTHEST_BASE = LEFT_OUT - 2 * MOST_VISITS

export function createScratch(): Scratch {
  const leftOut: number[] = []
  const scratch = {
    holder: null,
    base: 0,
    visitOf: new Int32Array(0),
    rows: [] as RowPlace[],
    earlier: new Uint32Array(0),
    entryPlaces: new Uint32Array(0),
    entryScores: new Float32Array(0),
    titles: new Uint32Array(0),
    lastEntry: new Uint32Array(0),
    earlierVisit: new Uint32Array(0),
    isCandidate: new Uint8Array(0),
    visitStarts: new Uint32Array(1),
    sums: new Float64Array(0),
    origins: new Int32Array(0),
    parts: new Float64Array(0),
    candidates: new Uint32Array(0),
    scores: new Float64Array(0),
    size: 0,
    warmth: 0,
    clear: (titles: number): void => {
      for (const title of leftOut) scratch.visitOf[title] = 0
      leftOut.length = 0
      scratch.base += Math.max(...scratch.visitStarts)
      scratch.visitStarts.fill(0)
      scratch.size = 0
      scratch.holder = null
      if (titles > scratch.visitOf.length || scratch.base > FARTHEST_BASE) {
        scratch.visitOf = new Int32Array(Math.max(titles, Math.ceil(scratch.visitOf.length * 1.5)))
        scratch.base = 0
      }
    },
    reserveRows: (rows: number, rowSets: number): void => {
      if (rowSets > scratch.origins.length) {
        scratch.origins = new Int32Array(rowSets)
        scratch.visitStarts = new Uint32Array(rowSets + 1)
      }
      if (rows > scratch.parts.length) scratch.parts = new Float64Array(rows * 2)
      while (scratch.rows.length < rows) scratch.rows.push(createRowPlace())
    },
    reserveEntries: (entries: number, sums: number): void => {
      if (entries > scratch.earlier.length) {
        const room = entries * 2
        scratch.earlier = new Uint32Array(room)
        scratch.entryPlaces = new Uint32Array(room)
        scratch.entryScores = new Float32Array(room)
        scratch.titles = new Uint32Array(room + 1)
        scratch.lastEntry = new Uint32Array(room + 1)
        scratch.earlierVisit = new Uint32Array(room + 1)
        scratch.isCandidate = new Uint8Array(room + 1)
        scratch.candidates = new Uint32Array(room + 1)
        scratch.scores = new Float64Array(room + 1)
      }
      if (sums > scratch.sums.length) scratch.sums = new Float64Array(sums * 2)
    },
    leaveOut: (title: number): void => {
      if (title >= scratch.visitOf.length || scratch.visitOf[title] === LEFT_OUT) return
      scratch.visitOf[title] = LEFT_OUT
      leftOut.push(title)
    },
  }
  return scratch
}
