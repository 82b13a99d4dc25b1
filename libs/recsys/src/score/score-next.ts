/** What to watch next, asked once. */
import { createNextRanking } from './next-ranking.ts'
import type { NextQuery, ScoredItem } from './query.ts'

/** See `NextRanking.best`. */
export function scoreNext(query: NextQuery): ScoredItem[] {
  const { items, scores, causesOf } = createNextRanking(query).best(query.limit, query.allowed)
  return Array.from(items, (item, at) => ({ item, score: scores[at] ?? 0, causes: causesOf(at) }))
}
