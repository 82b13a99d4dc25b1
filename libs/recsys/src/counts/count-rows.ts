/**
 * Rows of counts as scores, with R and C the sums of row i and column j and t the sum of all:
 *
 *   long:     LL_ij = log(1 + T_ij / (R_i C_j / t + 1))     how much more often j followed i than chance would have it
 *   short:    SL_ij = log(1 + 200 S_ij / (R'_i + 0.5))      what follows at once
 *   reverse:  row j of LL transposed                        what led here
 *
 * Lift as in association rules; its "+ 1" damps what rests on little evidence. Computed whenever a row is asked for.
 */
import type { Counts } from './counts.ts'
import { createRowSorter } from './row-sorter.ts'
import type { SortedRow } from './row-sorter.ts'

export type CountRowKind = 'long' | 'short' | 'reverse'

export const COUNT_ROW_KINDS: readonly CountRowKind[] = ['long', 'short', 'reverse']

const SHORT_FACTOR = 200
const SHORT_DAMPING = 0.5

export type CountRow = SortedRow

export type RowBuilder = (counts: Counts, kind: CountRowKind, item: number) => CountRow

/**
 * Answers the best `limit` neighbours of a title, best first, equal ones in the order of their numbers; with `inOrder` false in any order,
 * which is all that scoring needs. O(row).
 */
export function createRowBuilder(limit: number, inOrder = true): RowBuilder {
  const sorter = createRowSorter(limit)
  return (counts, kind, item) => {
    const [scale, total] = [counts.scale(), counts.total()]
    if (kind === 'short') {
      const sum = counts.shortRowSum(item) * scale
      counts.rowOf(item)?.forEach((neighbour, _, short) => {
        if (short > 0) sorter.add(neighbour, Math.log1p((SHORT_FACTOR * short * scale) / (sum + SHORT_DAMPING)))
      })
    } else if (kind === 'long') {
      const perColumn = total > 0 ? (counts.rowSum(item) / total) * scale : 0
      counts.rowOf(item)?.forEach((neighbour, long) => {
        sorter.add(neighbour, Math.log1p((long * scale) / (perColumn * counts.columnSum(neighbour) + 1)))
      })
    } else {
      const perRow = total > 0 ? (counts.columnSum(item) / total) * scale : 0
      counts.columnOf(item)?.forEach((neighbour, long) => {
        sorter.add(neighbour, Math.log1p((long * scale) / (perRow * counts.rowSum(neighbour) + 1)))
      })
    }
    return inOrder ? sorter.drain() : sorter.drainUnsorted()
  }
}
