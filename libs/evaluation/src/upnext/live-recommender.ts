/**
 * A model whose rows and popularities follow every event, beside it the same rows ranked by the unlearned blend, and its lists as a page
 * shows them. A row is made anew when it is read and its counts have changed.
 */
import type { ItemHash } from '@upnext/contracts'
import { learnFrom, observationsOf } from '@upnext/learning'
import { COUNT_ROW_KINDS, createLiveModel, createRowBuilder, withoutRanker } from '@upnext/recsys'
import type { FoldResult } from '@upnext/profiles'
import type { BuiltModel, LiveModel } from '@upnext/recsys'
import type { Recommender } from '../recommender.ts'
import { hashesBy, scoredBy } from './frozen-recommender.ts'
import { PAGE, PAGE_REPORT, arranged } from './page-recommender.ts'
import type { Scoring } from './page-recommender.ts'

export const LIVE = 'upnext-live'
export const BLEND = 'unlearned-blend'

export interface LiveScoring {
  readonly scored: Scoring
  readonly blended: Scoring
  readonly learn: NonNullable<Recommender['learn']>
}

export function liveScoring({ model, counts }: BuiltModel, unit: number, neighbours: number): LiveScoring {
  const live = createLiveModel(model)
  const { index, popularity } = live
  const learned = { index, popularity, counts, unit }
  const build = createRowBuilder(neighbours)
  const changed = new Set<number>()
  const following = (model: LiveModel): Scoring => {
    const scored = scoredBy(model)
    return (query) => {
      for (const { item: hash } of query.history) {
        const item = index.numberOf(hash)
        if (item === undefined || !changed.delete(item)) continue
        for (const kind of COUNT_ROW_KINDS) live.setRow(kind, item, build(counts, kind, item))
      }
      return scored(query)
    }
  }
  // Each row may be evaluated without the others; together they learn of each event once.
  let known: FoldResult | null = null
  const learn: LiveScoring['learn'] = (_, result) => {
    if (result === known) return
    known = result
    for (const observation of observationsOf(result, counts.settings.window)) {
      learnFrom(observation, learned, (touched) => changed.add(touched))
    }
  }
  return { scored: following(live), blended: following(withoutRanker(live)), learn }
}

/** `genresOf` is asked for the page's row only. */
export function liveRecommenders(
  built: BuiltModel,
  unit: number,
  neighbours: number,
  genresOf: (item: ItemHash) => readonly string[] = () => [],
): Recommender[] {
  const { scored, blended, learn } = liveScoring(built, unit, neighbours)
  return [
    { name: LIVE, recommend: hashesBy(scored), learn },
    { name: BLEND, recommend: hashesBy(blended), learn },
    { name: PAGE, recommend: arranged(scored, genresOf), learn, report: PAGE_REPORT },
  ]
}
