/**
 * The product's own rows: its tuner, its model, its scorer, on the profiles of its own fold. `upnext` stays as it was at the cut;
 * `upnext-live` learns from every event, as the trainer's daemon does and ranking serves; `unlearned-blend` does too, but is ranked
 * without learned weights.
 */
import { historiesOf } from '@upnext/learning'
import { TUNE_OPTIONS, buildModel, buildNow, contentMatrix, contentRows, createTimeline, tune } from '@upnext/recsys'
import type { BuiltModel, RowSet, Timeline } from '@upnext/recsys'
import type { ModelEntry, OnProgress, TrainingData } from '../recommender.ts'
import { frozenRecommender } from './frozen-recommender.ts'
import { BLEND, LIVE, liveRecommenders } from './live-recommender.ts'

export const UPNEXT: ModelEntry = {
  names: ['upnext', LIVE, BLEND],
  fit: (data, onProgress) => {
    const timeline = buildNow(createTimeline(historiesOf(data.profiles), data.content.keys()), onProgress)
    const content = contentOf(data, timeline, onProgress)
    const tuned = buildNow(tune(timeline, { ...TUNE_OPTIONS, content }), onProgress)
    const built: BuiltModel = buildNow(buildModel(timeline, tuned.configuration, content), onProgress)
    const { ranker, again } = tuned.frozen
    const parameters = { ...built.model.parameters, ranker, again }
    const facts = { tuning: tuned.report, settings: tuned.configuration.settings }
    const frozen = frozenRecommender('upnext', { ...built.model, parameters }, facts)
    const { neighbours } = tuned.configuration.settings
    if (!data.timeless) return [frozen, ...liveRecommenders(built, timeline.unit, neighbours)]
    const blend = { ...built.model, parameters: { ...parameters, ranker: null, again: null } }
    return [frozen, frozenRecommender(BLEND, blend, {})]
  },
}

function contentOf({ content }: TrainingData, { items }: Timeline, onProgress: OnProgress): RowSet | null {
  if (content.size === 0) return null
  const matrix = buildNow(contentMatrix(items.map((item) => content.get(item) ?? [])), onProgress)
  return buildNow(contentRows(matrix, TUNE_OPTIONS.base.neighbours), onProgress)
}
