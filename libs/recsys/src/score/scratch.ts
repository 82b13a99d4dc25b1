/**
 * Working memory of scoring, kept between queries so that a query leaves no garbage but its answer. For one ranking at a time. Its arrays
 * are replaced where they get too small: whoever holds one takes it anew after `clear` and `reserve...`.
 *
 * The titles that one pass over a row set leads to are its visits, numbered on from pass to pass, from 1; a visit's sums stand side by side.
 * So what a query works on is small and read forwards: it fits into the processor's cache, where the whole catalogue would not. Only
 * `visitOf` is as long as the catalogue, and is never cleared: what an earlier query wrote there is less than `base`.
 */
import { createEvidence } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { createRowPlace, placeNowhere } from './row-source.ts'
import type { RowPlace } from './row-source.ts'

export interface Scratch {
  /** Whatever a query did, the next one finds the scratch as new. Makes room for titles numbered 0 to `titles` - 1. */
  clear(titles: number): void
  /** Makes room for rows, and for what is kept by pass. */
  reserveRows(rows: number, passes: number): void
  /** Makes room for so many visits, and sums. */
  reserveVisits(visits: number, sums: number): void
  /** Neither scored nor counted for a channel's greatest. Before anything is touched. */
  leaveOut(title: number): void
  /** Stands for whose scores these are, and holds nothing of them; see `next-ranking.ts`. */
  holder: object | null
  /** By title: its newest visit plus `base`. Up to `base`: none in this query. */
  readonly visitOf: Int32Array
  base: number
  /** By pass and place in the history, as many as are in use; see `letGo`. */
  readonly rows: RowPlace[]
  rowCount: number
  /** Lets go of the rows: nobody asks why any more, and a model that is used no more is not to be held. */
  letGo(): void
  /** Visit v's title stands at 2 v; behind it the title's visit in a pass before, less than 1 where there is none. */
  readonly visits: Int32Array
  /** By the newest visit of a title: 1 where it is a candidate. */
  readonly isCandidate: Uint8Array
  /** Entries that were looked for to say why. */
  readonly evidence: Evidence
  /** By pass: where its visits begin, and the end of the last. */
  readonly visitStarts: Uint32Array
  /** Visit v's sum of reading r of pass p stands at origins[p] + v * (readings of p) + r. */
  readonly sums: Float64Array
  readonly origins: Int32Array
  /** By place in the history: for one title at a time; see `causes.ts`. */
  readonly parts: Float64Array
  /** Visits that are perhaps candidates, for one channel at a time; see `candidates.ts`. */
  readonly found: Uint32Array
  /** Newest visits of the candidates, and their scores. */
  readonly candidates: Uint32Array
  readonly scores: Float64Array
  /** Candidates in use. */
  size: number
  /** Of no meaning; see `accumulate.ts`. */
  warmth: number
}

/** The title of a visit. */
export function titleOf({ visits }: Pick<Scratch, 'visits'>, visit: number): number {
  return visits[2 * visit] ?? 0
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
    rowCount: 0,
    letGo: (): void => {
      for (let row = 0; row < scratch.rowCount; row++) placeNowhere(scratch.rows[row])
      scratch.rowCount = 0
    },
    visits: new Int32Array(0),
    isCandidate: new Uint8Array(0),
    evidence: createEvidence(),
    visitStarts: new Uint32Array(1),
    sums: new Float64Array(0),
    origins: new Int32Array(0),
    parts: new Float64Array(0),
    found: new Uint32Array(0),
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
      scratch.evidence.clear()
      scratch.letGo()
      if (titles > scratch.visitOf.length || scratch.base > FARTHEST_BASE) {
        scratch.visitOf = new Int32Array(Math.max(titles, Math.ceil(scratch.visitOf.length * 1.5)))
        scratch.base = 0
      }
    },
    reserveRows: (rows: number, passes: number): void => {
      if (passes > scratch.origins.length) {
        scratch.origins = new Int32Array(passes)
        scratch.visitStarts = new Uint32Array(passes + 1)
      }
      if (rows > scratch.parts.length) {
        scratch.parts = new Float64Array(rows * 2)
      }
      while (scratch.rows.length < rows) scratch.rows.push(createRowPlace())
      scratch.rowCount = rows
    },
    reserveVisits: (visits: number, sums: number): void => {
      if (visits >= scratch.candidates.length) {
        const room = visits * 2
        scratch.visits = new Int32Array(2 * (room + 1))
        scratch.isCandidate = new Uint8Array(room + 1)
        scratch.found = new Uint32Array(room + 1)
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
