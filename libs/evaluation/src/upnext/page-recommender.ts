/**
 * The lists of a model as a page shows them: put in order for variety and for the viewer's tastes. Exploration is left out, whose
 * places go to chance; impressions are in no data set, so nothing is tired of.
 */
import type { ItemHash } from '@upnext/contracts'
import { ARRANGE_SETTINGS, WINDOW, createArrange, genreTaste } from '@upnext/recsys'
import type { ArrangeSettings } from '@upnext/recsys'
import type { RecommendQuery, Recommender } from '../recommender.ts'
import type { ScoredHash } from './frozen-recommender.ts'

export const PAGE = 'upnext-page'

/** What the report says of the row. */
export const PAGE_REPORT = { list: ARRANGE_SETTINGS }

export type Scoring = (query: RecommendQuery) => readonly ScoredHash[]

/** `popularity` has no effect here: popularities of training would not be those of the moment. */
export function arranged(
  scored: Scoring,
  genresOf: (item: ItemHash) => readonly string[],
  settings: ArrangeSettings = ARRANGE_SETTINGS,
): Recommender['recommend'] {
  const arrange = createArrange()
  const numbers = new Map<string, number>()
  const numberOf = (genre: string): number => {
    const known = numbers.get(genre) ?? numbers.size
    numbers.set(genre, known)
    return known
  }
  const genres = new Map<ItemHash, readonly number[]>()
  const genresIn = (item: ItemHash): readonly number[] => {
    const known = genres.get(item) ?? genresOf(item).map(numberOf)
    genres.set(item, known)
    return known
  }
  return (query) => {
    const candidates = scored({ ...query, limit: WINDOW * query.limit })
    const order = arrange({
      titles: candidates.map(({ item, score }) => {
        return { score, genres: genresIn(item), people: [], group: -1, popularity: 1, shown: 0 }
      }),
      count: query.limit,
      settings,
      taste: genreTaste(query.history.map(({ item, weight }) => ({ weight, genres: genresIn(item) }))),
      above: null,
    })
    return order.slice(0, query.limit).flatMap((place) => candidates[place]?.item ?? [])
  }
}
