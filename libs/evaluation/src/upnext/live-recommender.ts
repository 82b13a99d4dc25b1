/**
 * A model whose rows and popularities follow every event, and beside it the same rows ranked by the unlearned blend. A row is made
 * anew when it is read and its counts have changed.
 */
import { learnFrom, observationsOf } from '@upnext/learning'
import { COUNT_ROW_KINDS, createLiveModel, createRowBuilder, withoutRanker } from '@upnext/recsys'
import type { FoldResult } from '@upnext/profiles'
import type { BuiltModel, LiveModel } from '@upnext/recsys'
import type { Recommender } from '../recommender.ts'
import { recommenderOf } from './frozen-recommender.ts'

export const LIVE = 'upnext-live'
export const BLEND = 'unlearned-blend'

export function liveRecommenders({ model, counts }: BuiltModel, unit: number, neighbours: number): Recommender[] {
  const live = createLiveModel(model)
  const { index, popularity } = live
  const learned = { index, popularity, counts, unit }
  const build = createRowBuilder(neighbours)
  const changed = new Set<number>()
  const following = (model: LiveModel): Recommender['recommend'] => {
    const recommend = recommenderOf(model)
    return (query) => {
      for (const { item: hash } of query.history) {
        const item = index.numberOf(hash)
        if (item === undefined || !changed.delete(item)) continue
        for (const kind of COUNT_ROW_KINDS) live.setRow(kind, item, build(counts, kind, item))
      }
      return recommend(query)
    }
  }
  // Either row may be evaluated without the other; together they learn of each event once.
  let known: FoldResult | null = null
  const learn: Recommender['learn'] = (_, result) => {
    if (result === known) return
    known = result
    for (const observation of observationsOf(result, counts.settings.window)) {
      learnFrom(observation, learned, (touched) => changed.add(touched))
    }
  }
  return [
    { name: LIVE, recommend: following(live), learn },
    { name: BLEND, recommend: following(withoutRanker(live)), learn },
  ]
}
