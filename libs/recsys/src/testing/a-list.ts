/** Lists by hand, for tests. */
import type { ArrangeQuery, ListTitle } from '../list/list-query.ts'

export const NO_EFFECT = { diversity: 0, calibration: 0, popularity: 0, fatigue: 0 }

export function aListTitle(score: number, parts: Partial<ListTitle> = {}): ListTitle {
  return { score, genres: [], people: [], group: -1, popularity: 0.5, shown: 0, ...parts }
}

export function aListQuery(titles: readonly ListTitle[], parts: Partial<ArrangeQuery> = {}): ArrangeQuery {
  return { titles, count: titles.length, settings: NO_EFFECT, taste: [], above: null, ...parts }
}
