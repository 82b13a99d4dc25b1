/**
 * The product's own rows: its tuner, its model, its scorer, on the profiles of its own fold. `upnext` stays as it was at the cut;
 * `upnext-live` learns from every event, as the trainer's daemon does and ranking serves; `unlearned-blend` does too, but is ranked
 * without learned weights. `upnext-page` is `upnext-live`, or `upnext` where there is no time, as a page shows it.
 */
import { historiesOf } from '@upnext/learning'
import {
  TUNE_OPTIONS,
  buildModel,
  buildNow,
  contentMatrix,
  contentRows,
  createLiveModel,
  createTimeline,
  tune,
} from '@upnext/recsys'
import type { BuiltModel, RowSet, Timeline } from '@upnext/recsys'
import type { ModelEntry, OnProgress, TrainingData } from '../recommender.ts'
import { genresIn } from '../genres-in.ts'
import { frozenRecommender, scoredBy } from './frozen-recommender.ts'
import { BLEND, LIVE, liveRecommenders } from './live-recommender.ts'
import { PAGE, PAGE_REPORT, arranged } from './page-recommender.ts'

export const UPNEXT: ModelEntry = {
  names: ['upnext', LIVE, BLEND, PAGE],
  fit: (data, onProgress) => {
    const timeline = buildNow(createTimeline(historiesOf(data.profiles), data.content.keys()), onProgress)
    const content = contentOf(data, timeline, onProgress)
    const tuned = buildNow(tune(timeline, { ...TUNE_OPTIONS, content }), onProgress)
    const built: BuiltModel = buildNow(buildModel(timeline, tuned.configuration, content), onProgress)
    const { ranker, again } = tuned.frozen
    const parameters = { ...built.model.parameters, ranker, again }
    const facts = { tuning: tuned.report, settings: tuned.configuration.settings }
    const model = { ...built.model, parameters }
    const frozen = frozenRecommender('upnext', model, facts)
    const genresOf = genresIn(data.content)
    const { neighbours } = tuned.configuration.settings
    if (!data.timeless) return [frozen, ...liveRecommenders(built, timeline.unit, neighbours, genresOf)]
    const page = arranged(scoredBy(createLiveModel(model)), genresOf)
    const blend = { ...built.model, parameters: { ...parameters, ranker: null, again: null } }
    return [frozen, frozenRecommender(BLEND, blend, {}), { name: PAGE, recommend: page, report: PAGE_REPORT }]
  },
}

function contentOf({ content }: TrainingData, { items }: Timeline, onProgress: OnProgress): RowSet | null {
  if (content.size === 0) return null
  const matrix = buildNow(contentMatrix(items.map((item) => content.get(item) ?? [])), onProgress)
  return buildNow(contentRows(matrix, TUNE_OPTIONS.base.neighbours), onProgress)
}
