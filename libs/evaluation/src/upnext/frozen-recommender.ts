/** Asks a model in use as ranking does: what goes with the history, then what is popular. */
import type { ItemHash } from '@upnext/contracts'
import { createLiveModel, createScratch, popularItems, scoreNext } from '@upnext/recsys'
import type { LiveModel, Model, Scratch } from '@upnext/recsys'
import type { RecommendQuery, Recommender } from '../recommender.ts'

export function frozenRecommender(name: string, model: Model, report: Readonly<Record<string, unknown>>): Recommender {
  return { name, report, recommend: recommenderOf(createLiveModel(model)) }
}

export function recommenderOf(live: LiveModel): Recommender['recommend'] {
  const scratch = createScratch()
  return (query) => recommendBy(live, scratch, query)
}

function recommendBy(live: LiveModel, scratch: Scratch, query: RecommendQuery): ItemHash[] {
  const { excluded, atMs, limit } = query
  const history = query.history.flatMap(({ item: hash, weight }) => {
    const item = live.index.numberOf(hash)
    return item === undefined ? [] : [{ item, weight }]
  })
  const allowed = (item: number): boolean => !excluded.has(live.index.hashOf(item))
  const asked = { live, atMs, limit, allowed, scratch }
  const found = scoreNext({ ...asked, history, again: query.allowSeen }).map(({ item }) => item)
  if (found.length < limit) {
    const taken = new Set(found)
    const more = popularItems({
      ...asked,
      limit: limit - found.length,
      allowed: (item) => !taken.has(item) && allowed(item),
    })
    found.push(...more.map(({ item }) => item))
  }
  return found.map((item) => live.index.hashOf(item))
}
