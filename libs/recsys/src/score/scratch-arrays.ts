/**
 * The arrays of a scratch, in one memory for kernels to work on. The titles that one pass over a row set leads to are its visits, numbered on
 * from pass to pass, from 1; a visit's sums stand side by side. So what a query works on is small and read forwards: it fits into the
 * processor's cache, where the whole catalogue would not.
 */
import type { Arena } from '../dense/arena.ts'
import { logTable } from './features.ts'

/** How much of each there may be. */
export interface Room {
  titles: number
  passes: number
  /** Of a title's shares; see `ChannelPlan`. */
  slots: number
  rows: number
  entries: number
  /** Sums of all passes. */
  cells: number
}

export interface ScratchArrays {
  /** By title: its newest visit plus the scratch's `base`. Up to that: none in this query. Never cleared. */
  readonly visitOf: Int32Array
  /** By row, `ROW` words each: the places of its first entry and of the one after its last; behind them, from 16 bytes on, what a reading gets of a score of 1. */
  readonly rows: Uint32Array
  /** The same memory. */
  readonly amounts: Float64Array
  /** By entry. Copied from a model's rows, one after the other. */
  readonly neighbours: Uint32Array
  readonly scores: Float32Array
  /** Visit v's title stands at 2 v; behind it the title's visit in a pass before, less than 1 where there is none. */
  readonly visits: Int32Array
  /** See `Scratch.origins`. */
  readonly sums: Float64Array
  /** By pass, four words each: its first visit, the place of the sums of visit 0, how many pairs of sums a visit has, and the place of its first slot among a title's. */
  readonly passes: Uint32Array
  /** By the newest visit of a title: 1 where it is a candidate. */
  readonly isCandidate: Uint8Array
  /** Visits with a great sum, for one channel at a time; see `candidates.ts`. */
  readonly found: Uint32Array
  readonly greatest: Float64Array
  readonly count: Uint32Array
  /** Newest visits of the candidates, and their scores. */
  readonly candidates: Uint32Array
  readonly totals: Float64Array
  /** By slot: the channels' scales and weights. */
  readonly scales: Float64Array
  readonly linear: Float64Array
  readonly logarithmic: Float64Array
  /** See `logTable`. */
  readonly logs: Float64Array
  /** Of {@link BLOCK} titles at a time: their shares of the channels' greatest, by slot, and what else their scores are made of. */
  readonly shares: Float64Array
  readonly known: Float64Array
  /** By title: its place among those whose entries are noted, from 1; 0: they are not. */
  readonly placeOf: Uint32Array
  /** By place: the title's last entry that is noted, plus one; 0: it has none. */
  readonly lastOf: Uint32Array
  /** By noted entry: its row, its score, and the one before of the same title, plus one; 0: none. */
  readonly notedRows: Uint32Array
  readonly notedScores: Float32Array
  readonly earlier: Uint32Array
}

/** Words of a row, and doubles: 48 bytes. */
export const ROW_WORDS = 12
export const ROW_DOUBLES = 6
/** Words of a row before its amounts, as doubles. */
export const ROW_AMOUNTS = 2
export const PASS_WORDS = 4
/** Titles whose shares are read at a time. */
export const BLOCK = 256
/** Great sums of one channel that are kept at a time. */
export const MOST_GREATEST = 120

/** All zeros, but for the table. Whatever the arena held is gone. */
export function layOut(arena: Arena, room: Room): ScratchArrays {
  const { titles, passes, slots, rows, entries, cells } = room
  // Visits are numbered from 1, and an entry that is not a new visit writes where the next one will stand.
  const visits = entries + 2
  arena.restart(bytesOf(room))
  const rowWords = arena.uint32(ROW_WORDS * rows)
  const arrays = {
    visitOf: arena.int32(titles),
    rows: rowWords,
    amounts: new Float64Array(rowWords.buffer, rowWords.byteOffset, ROW_DOUBLES * rows),
    neighbours: arena.uint32(entries),
    scores: arena.float32(entries),
    visits: arena.int32(2 * visits),
    sums: arena.float64(cells),
    passes: arena.uint32(PASS_WORDS * passes),
    isCandidate: arena.uint8(visits),
    found: arena.uint32(visits),
    greatest: arena.float64(MOST_GREATEST),
    count: arena.uint32(1),
    candidates: arena.uint32(visits),
    totals: arena.float64(visits),
    scales: arena.float64(slots),
    linear: arena.float64(slots),
    logarithmic: arena.float64(slots),
    logs: arena.float64(logTable.length),
    shares: arena.float64(BLOCK * slots),
    known: arena.float64(BLOCK),
    placeOf: arena.uint32(titles),
    lastOf: arena.uint32(visits),
    notedRows: arena.uint32(entries),
    notedScores: arena.float32(entries),
    earlier: arena.uint32(entries),
  }
  arrays.logs.set(logTable)
  return arrays
}

/** Of each array its bytes, and some more for where it begins. */
function bytesOf({ titles, passes, slots, rows, entries, cells }: Room): number {
  const perVisit = 8 + 1 + 4 + 4 + 8 + 4
  const perEntry = 4 + 4 + 4 + 4 + 4 + perVisit
  const fixed = 8 * (MOST_GREATEST + logTable.length + BLOCK) + 64 * 32
  return (
    8 * titles +
    16 * passes +
    8 * slots * (3 + BLOCK) +
    48 * rows +
    perEntry * entries +
    2 * perVisit +
    8 * cells +
    fixed
  )
}
