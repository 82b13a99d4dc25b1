/**
 * Rows of counts as scores: LL_ij = log(1 + T_ij / (R_i C_j / t + 1)), with R and C the sums of row i and column j and t the
 * sum of all. How much more often j followed i than chance would have it, damped where there is little evidence.
 */
import { createTopK } from '../top-k.ts'
import type { Ranked } from '../top-k.ts'
import type { Counts } from './counts.ts'

/** The best `limit` neighbours of a title, best first, in the counts' own numbers. O(row); computed whenever it is asked for. */
export function logLiftRow(counts: Counts, item: number, limit: number): Ranked {
  const { index } = counts
  const best = createTopK(limit, (a, b) => (index.hashOf(a) < index.hashOf(b) ? -1 : 1))
  const perColumn = counts.total > 0 ? counts.rowSum(item) / counts.total : 0
  counts.rows[item]?.forEach((neighbour, sum) => {
    // Rounded to what is stored, so that equal stored scores are equal here, and ties stand in the order of the hashes.
    const score = Math.fround(Math.log1p(sum / (perColumn * counts.columnSum(neighbour) + 1)))
    if (score > 0 && best.accepts(neighbour, score)) best.add(neighbour, score)
  })
  return best.drain()
}
