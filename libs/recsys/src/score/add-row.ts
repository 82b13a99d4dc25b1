/**
 * Adds one row to the sums of its titles: where most of the time of scoring goes. A loop for each number of readings, each with as few
 * arrays as can be, takes half of the time of one loop over entries and readings; `fast-paths.test.ts` holds them against the formula.
 */
import type { RowPlace } from './row-source.ts'
import type { Scratch } from './scratch.ts'

/** Readings of a row set that one pass over it adds up; the loops below. */
export const MOST_READINGS = 3

/** Where the sums of a row set stand. */
export interface Cells {
  /** See `Scratch.origins`. */
  readonly origin: number
  /** The pass's first visit. */
  readonly start: number
  /** New visits are numbered from here on. */
  readonly free: number
}

/** `amounts[r]` times to reading r, of which there are 1 to {@link MOST_READINGS}. Answers the next free visit. */
export function addRow(row: RowPlace, amounts: Float64Array, cells: Cells, scratch: Scratch): number {
  const first = amounts[0] ?? 0
  const second = amounts[1] ?? 0
  const third = amounts[2] ?? 0
  if (amounts.length === 1) return addOnce(row, first, cells, scratch)
  if (amounts.length === 2) return addTwice(row, first, second, cells, scratch)
  return addThrice(row, first, second, third, cells, scratch)
}

function addOnce(
  { neighbours, scores, start: from, end }: RowPlace,
  first: number,
  cells: Cells,
  scratch: Scratch,
): number {
  const { origin, start, free } = cells
  const { base, visitOf, visits, sums } = scratch
  let next = free
  for (let at = from; at < end; at++) {
    const title = neighbours[at] ?? 0
    const score = scores[at] ?? 0
    const visit = (visitOf[title] ?? 0) - base
    if (visit < start) {
      // Its first entry in this pass.
      visitOf[title] = base + next
      visits[2 * next] = title
      visits[2 * next + 1] = visit
      sums[origin + next] = first * score
      next += 1
      // A title left out stands above every visit.
    } else if (visit < next) {
      const cell = origin + visit
      sums[cell] = (sums[cell] ?? 0) + first * score
    }
  }
  return next
}

function addTwice(
  { neighbours, scores, start: from, end }: RowPlace,
  first: number,
  second: number,
  cells: Cells,
  scratch: Scratch,
): number {
  const { origin, start, free } = cells
  const { base, visitOf, visits, sums } = scratch
  let next = free
  for (let at = from; at < end; at++) {
    const title = neighbours[at] ?? 0
    const score = scores[at] ?? 0
    const visit = (visitOf[title] ?? 0) - base
    if (visit < start) {
      visitOf[title] = base + next
      visits[2 * next] = title
      visits[2 * next + 1] = visit
      const cell = origin + 2 * next
      sums[cell] = first * score
      sums[cell + 1] = second * score
      next += 1
      // A title left out stands above every visit.
    } else if (visit < next) {
      const cell = origin + 2 * visit
      sums[cell] = (sums[cell] ?? 0) + first * score
      sums[cell + 1] = (sums[cell + 1] ?? 0) + second * score
    }
  }
  return next
}

function addThrice(
  { neighbours, scores, start: from, end }: RowPlace,
  first: number,
  second: number,
  third: number,
  cells: Cells,
  scratch: Scratch,
): number {
  const { origin, start, free } = cells
  const { base, visitOf, visits, sums } = scratch
  let next = free
  for (let at = from; at < end; at++) {
    const title = neighbours[at] ?? 0
    const score = scores[at] ?? 0
    const visit = (visitOf[title] ?? 0) - base
    if (visit < start) {
      visitOf[title] = base + next
      visits[2 * next] = title
      visits[2 * next + 1] = visit
      const cell = origin + 3 * next
      sums[cell] = first * score
      sums[cell + 1] = second * score
      sums[cell + 2] = third * score
      next += 1
      // A title left out stands above every visit.
    } else if (visit < next) {
      const cell = origin + 3 * visit
      sums[cell] = (sums[cell] ?? 0) + first * score
      sums[cell + 1] = (sums[cell + 1] ?? 0) + second * score
      sums[cell + 2] = (sums[cell + 2] ?? 0) + third * score
    }
  }
  return next
}
