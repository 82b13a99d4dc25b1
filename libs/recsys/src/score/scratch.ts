/**
 * Working memory of scoring, kept between queries so that a query leaves no garbage but its answer. One thread, one scratch.
 *
 * A title that a query touches gets the next free slot, from 1 on; the titles that one row set leads to are its visits, and a
 * visit's sums stand side by side. So what a query works on is small and read forwards: it fits into the processor's cache, where
 * the whole catalogue would not.
 */
import { createRowPlace } from './row-source.ts'
import type { RowPlace } from './row-source.ts'

export interface Scratch {
  /** Makes room for titles numbered 0 to `titles` - 1 and for the rows of `history` titles in so many row sets. */
  reserve(titles: number, history: number, rowSets: number): void
  /** Makes room for so many entries of rows, and sums. */
  reserveEntries(entries: number, sums: number): void
  /** Neither scored nor counted for a channel's greatest. Before anything is touched. */
  leaveOut(title: number): void
  /** Whatever a query did, the next one finds the scratch as new. */
  clear(): void
  /** By title: its slot; 0: not touched; LEFT_OUT. */
  readonly slots: Int32Array
  /** By slot. Slot 0 is nobody's. */
  readonly titles: Uint32Array
  readonly scores: Float64Array
  /** By slot: SUPPORTED where anything speaks for the title, CANDIDATE where enough does; else 0. */
  readonly support: Uint8Array
  readonly lastVisit: Uint32Array
  /** Plus one; 0: none. With `earlier` it leads to all entries of a title. */
  readonly lastEntry: Uint32Array
  /** By row set and place in the history. */
  readonly rows: RowPlace[]
  /** The visit of each entry of each row, in the order of reading. */
  readonly entries: Uint32Array
  /** By entry: the one before of the same title, plus one. */
  readonly earlier: Uint32Array
  /** The slot of each visit. The first visit of each row set takes what is left out: slot 0. */
  readonly visits: Uint32Array
  /** By row set: where its visits begin, and the end of the last. */
  readonly visitStarts: Uint32Array
  /** Visit v's sum of reading r of row set p stands at origins[p] + v * (readings of p) + r. */
  readonly sums: Float64Array
  readonly origins: Int32Array
  /** Slots in use: 1 to size. */
  size: number
  /** Of no meaning; see `accumulate.ts`. */
  warmth: number
}

export const LEFT_OUT = -1
export const SUPPORTED = 1
export const CANDIDATE = 2

const nothing = createRowPlace()

export function createScratch(): Scratch {
  const leftOut: number[] = []
  let usedRows = 0
  let usedSums = 0
  const scratch = {
    slots: new Int32Array(0),
    titles: new Uint32Array(0),
    scores: new Float64Array(0),
    support: new Uint8Array(0),
    lastVisit: new Uint32Array(0),
    lastEntry: new Uint32Array(0),
    rows: [] as RowPlace[],
    entries: new Uint32Array(0),
    earlier: new Uint32Array(0),
    visits: new Uint32Array(0),
    visitStarts: new Uint32Array(0),
    sums: new Float64Array(0),
    origins: new Int32Array(0),
    size: 0,
    warmth: 0,
    reserve: (titles: number, history: number, rowSets: number): void => {
      if (titles > scratch.slots.length) {
        const room = Math.max(titles, Math.ceil(scratch.slots.length * 1.5))
        scratch.slots = new Int32Array(room)
        scratch.titles = new Uint32Array(room + 1)
        scratch.scores = new Float64Array(room + 1)
        scratch.support = new Uint8Array(room + 1)
        scratch.lastVisit = new Uint32Array(room + 1)
        scratch.lastEntry = new Uint32Array(room + 1)
      }
      if (rowSets > scratch.origins.length) {
        scratch.origins = new Int32Array(rowSets)
        scratch.visitStarts = new Uint32Array(rowSets + 1)
      }
      usedRows = history * rowSets
      while (scratch.rows.length < usedRows) scratch.rows.push(createRowPlace())
    },
    reserveEntries: (entries: number, sums: number): void => {
      if (entries > scratch.entries.length) {
        scratch.entries = new Uint32Array(entries * 2)
        scratch.earlier = new Uint32Array(entries * 2)
        scratch.visits = new Uint32Array(entries * 2 + scratch.visitStarts.length)
      }
      if (sums > scratch.sums.length) scratch.sums = new Float64Array(sums * 2)
      usedSums = sums
    },
    leaveOut: (title: number): void => {
      if (title >= scratch.slots.length || scratch.slots[title] === LEFT_OUT) return
      scratch.slots[title] = LEFT_OUT
      leftOut.push(title)
    },
    clear: (): void => {
      const { slots, titles, sums, size, rows } = scratch
      for (const title of leftOut) slots[title] = 0
      leftOut.length = 0
      for (let slot = 1; slot <= size; slot++) slots[titles[slot] ?? 0] = 0
      scratch.size = 0
      sums.fill(0, 0, usedSums)
      usedSums = 0
      // Rows of a model that is used no more are not to be held.
      for (let row = 0; row < usedRows; row++) Object.assign(rows[row] ?? {}, nothing)
    },
  }
  return scratch
}
