/** What the viewers of one variant come to, over all rows and row by row. Its size does not grow with the viewers. */
import { addToRatio, noRatio } from './ratio.ts'
import type { RatioSums } from './ratio.ts'
import type { Counts, Outcome } from './viewer-outcome.ts'

export interface Sums {
  pages: number
  /** Picks over items shown. */
  readonly picks: RatioSums
  /** Seconds watched over viewers. */
  readonly watchPerViewer: RatioSums
  /** Seconds watched over items shown. */
  readonly watchPerShown: RatioSums
}

export interface VariantSums {
  readonly all: Sums
  /** Of the viewers that were shown the row. */
  readonly rows: Map<string, Sums>
}

export function noVariantSums(): VariantSums {
  return { all: noSums(), rows: new Map() }
}

export function addOutcome(sums: VariantSums, { all, rows }: Outcome): void {
  addCounts(sums.all, all)
  for (const [row, counts] of rows) {
    const ofRow = sums.rows.get(row) ?? noSums()
    sums.rows.set(row, ofRow)
    addCounts(ofRow, counts)
  }
}

export function noSums(): Sums {
  return { pages: 0, picks: noRatio(), watchPerViewer: noRatio(), watchPerShown: noRatio() }
}

function addCounts(sums: Sums, { pages, shown, picks, seconds }: Counts): void {
  sums.pages += pages
  addToRatio(sums.picks, shown, picks)
  addToRatio(sums.watchPerViewer, 1, seconds)
  addToRatio(sums.watchPerShown, shown, seconds)
}
