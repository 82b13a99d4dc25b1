/** Titles that go with one title. */
import type { ScoredItem, SimilarQuery } from './query.ts'
import { scoreNext } from './score-next.ts'

/** Like `scoreNext` for somebody who has watched nothing but this title. A title without rows answers none. */
export function similarItems(query: SimilarQuery): ScoredItem[] {
  const { item, ...rest } = query
  return scoreNext({ ...rest, history: [{ item, weight: 1 }] })
}
