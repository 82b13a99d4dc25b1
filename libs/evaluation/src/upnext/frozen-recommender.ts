/** Asks a model in use as ranking does: what goes with the history, then what is popular. */
import type { ItemHash } from '@upnext/contracts'
import { createLiveModel, createScratch, popularItems, scoreNext } from '@upnext/recsys'
import type { LiveModel, Model, Scratch } from '@upnext/recsys'
import type { RecommendQuery, Recommender } from '../recommender.ts'

export function frozenRecommender(name: string, model: Model, report: Readonly<Record<string, unknown>>): Recommender {
  return { name, report, recommend: hashesBy(scoredBy(createLiveModel(model))) }
}

export function hashesBy(scored: (query: RecommendQuery) => readonly ScoredHash[]): Recommender['recommend'] {
  return (query) => scored(query).map(({ item }) => item)
}

export interface ScoredHash {
  readonly item: ItemHash
  /** Those of popular titles are no more than that of the last title which something speaks for. */
  readonly score: number
}

/** Best first. */
export function scoredBy(live: LiveModel): (query: RecommendQuery) => readonly ScoredHash[] {
  const scratch = createScratch()
  return (query) => scoreBy(live, scratch, query)
}

function scoreBy(live: LiveModel, scratch: Scratch, query: RecommendQuery): readonly ScoredHash[] {
  const { excluded, atMs, limit } = query
  const history = query.history.flatMap(({ item: hash, weight }) => {
    const item = live.index.numberOf(hash)
    return item === undefined ? [] : [{ item, weight }]
  })
  const allowed = (item: number): boolean => !excluded.has(live.index.hashOf(item))
  const asked = { live, atMs, limit, allowed, scratch: () => scratch }
  const found = scoreNext({ ...asked, history, again: query.allowSeen }).map(({ item, score }) => ({ item, score }))
  if (found.length < limit) {
    const taken = new Set(found.map(({ item }) => item))
    const least = found.at(-1)?.score ?? 1
    const more = popularItems({
      ...asked,
      limit: limit - found.length,
      allowed: (item) => !taken.has(item) && allowed(item),
    })
    found.push(...more.map(({ item, score }) => ({ item, score: Math.min(least, score) })))
  }
  return found.map(({ item, score }) => ({ item: live.index.hashOf(item), score }))
}
