/** Scores from rows of neighbours: s(j) = sum over the history of weight * row(j). */
import type { ItemHash } from '@upnext/contracts'
import type { Ranked } from '@upnext/recsys'
import type { RecommendQuery } from '../recommender.ts'
import { bestOf } from './best-of.ts'
import { queryWeights } from './query-weights.ts'
import type { Decay } from './query-weights.ts'

/** `items`: title number -> hash, ascending. Costs what the rows of the history hold. */
export function recommendByRows(
  items: readonly ItemHash[],
  rows: readonly Ranked[],
  decay: Decay | null,
): (query: RecommendQuery) => readonly ItemHash[] {
  const numbers = new Map(items.map((hash, item) => [hash, item]))
  const scores = new Float64Array(items.length)
  const touched = new Uint32Array(items.length)
  return ({ history, excluded, limit }) => {
    let count = 0
    for (const [hash, weight] of queryWeights(history, decay)) {
      const row = rows[numbers.get(hash) ?? -1]
      if (row === undefined) continue
      for (let at = 0; at < row.items.length; at++) {
        const other = row.items[at] ?? 0
        // All weights and all scores in rows are above 0: a sum of 0 has not been touched.
        if (scores[other] === 0) touched[count++] = other
        scores[other] = (scores[other] ?? 0) + weight * (row.scores[at] ?? 0)
      }
    }
    const best = bestOf(scores, touched.subarray(0, count), items, excluded, limit)
    for (let at = 0; at < count; at++) scores[touched[at] ?? 0] = 0
    return best
  }
}
