/** The loops of scoring in WebAssembly (scoring.wat), over the arrays of one scratch. They check nothing. */
import type { WasmMemory } from '../dense/web-assembly.ts'
import { createInstances } from '../dense/web-assembly.ts'
import { scoringWasm } from '../gen/scoring.ts'
import { PASS_WORDS, ROW_WORDS } from './scratch-arrays.ts'
import type { ScratchArrays } from './scratch-arrays.ts'

/** Where the sums of a channel stand: visit v's at first + v * width. */
export interface Column {
  readonly first: number
  readonly width: number
  /** Visits, the end not included. */
  readonly start: number
  readonly end: number
}

export interface ScoringKernels {
  /**
   * Adds rows `from` to `end` - 1 to the sums of a pass, of one or two pairs for each visit, which begin at `origin` + `start` * 2 * pairs. New visits
   * are numbered from `start` on; answers the next free one.
   */
  addRows(from: number, end: number, pairs: number, origin: number, start: number, base: number): number
  /**
   * Finds visits from `visit` on whose sums are at least `least`, until there are `room` of them: `found` has them from place `known` on,
   * `greatest` their sums from place `kept` on, and `count` how many. Answers the visit to go on from.
   */
  findVisits(column: Column, visit: number, least: number, known: number, kept: number, room: number): number
  /** Makes candidates of the first `found` visits' titles whose sums are at least `least`, beside `size` others; answers how many there are then. */
  addCandidates(column: Column, found: number, least: number, base: number, size: number): number
  /** Fills the shares of candidates `from` to `end` - 1, at most BLOCK: sum times scale, at least -1, by slot; 0 where nothing was added. */
  readShares(from: number, end: number, passes: number, slots: number): void
  /**
   * Fills `totals` of candidates `from` to `end` - 1, whose shares were read: known + sum of a_c v + b_c log(1 + 100 max(v, 0)); `none` where no
   * share is above 0, or where it comes to no more than `least`.
   */
  addShares(from: number, end: number, slots: number, least: number, none: number): void
  /** Notes the entries of titles with a place after `known`, in the order of the first `rows` rows, beside `size` others; answers how many there are then. */
  noteEntries(rows: number, known: number, size: number): number
}

const instanceOf = createInstances<keyof ScoringKernels>(scoringWasm)

/** To be made anew for other arrays. */
export function createScoringKernels(memory: WasmMemory, arrays: ScratchArrays): ScoringKernels {
  const run = instanceOf(memory)
  const place = (array: { readonly byteOffset: number }): number => array.byteOffset
  const [rows, visitOf, visits, sums] = [arrays.rows, arrays.visitOf, arrays.visits, arrays.sums].map(place) as Four
  const [found, greatest, count, candidates] = [arrays.found, arrays.greatest, arrays.count, arrays.candidates].map(
    place,
  ) as Four
  const [shares, known, totals, scales] = [arrays.shares, arrays.known, arrays.totals, arrays.scales].map(place) as Four
  const apart = place(arrays.scores) - place(arrays.neighbours)
  return {
    addRows: (from, end, pairs, origin, start, base) =>
      run.addRows(rows + ROW * from, rows + ROW * end, apart, pairs, visitOf, base, start, visits, sums + 8 * origin),
    findVisits: ({ first, width, end }, visit, least, from, kept, room) =>
      run.findVisits(
        visit,
        end,
        sums + 8 * first,
        8 * width,
        least,
        room,
        found + 4 * from,
        greatest + 8 * kept,
        count,
      ),
    addCandidates: ({ first, width }, many, least, base, size) =>
      run.addCandidates(
        found,
        found + 4 * many,
        sums + 8 * first,
        8 * width,
        least,
        visits,
        visitOf,
        base,
        place(arrays.isCandidate),
        candidates,
        size,
      ),
    readShares: (from, end, passes, slots) => {
      const table = place(arrays.passes)
      const tableEnd = table + 4 * PASS_WORDS * passes
      run.readShares(candidates + 4 * from, candidates + 4 * end, table, tableEnd, visits, scales, shares, 8 * slots)
    },
    addShares: (from, end, slots, least, none) => {
      run.addShares(
        shares,
        shares + 8 * slots * (end - from),
        8 * slots,
        place(arrays.linear),
        place(arrays.logarithmic),
        place(arrays.logs),
        known,
        totals + 8 * from,
        least,
        none,
      )
    },
    noteEntries: (many, before, size) =>
      run.noteEntries(
        rows,
        rows + ROW * many,
        apart,
        place(arrays.placeOf),
        before,
        place(arrays.lastOf),
        place(arrays.notedRows),
        place(arrays.notedScores),
        place(arrays.earlier),
        size,
      ),
  }
}

type Four = [number, number, number, number]

const ROW = 4 * ROW_WORDS
