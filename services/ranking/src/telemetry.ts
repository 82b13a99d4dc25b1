/** What this service counts. Labels have few values, and no viewer or title ever is one. */
import type { AnswerInfo } from '@upnext/contracts'
import type { Metrics } from '@upnext/service-kit'
import type { UpdateOutcome } from './model/model-holder.ts'

export type AnswerMethod = 'next_to_watch' | 'similar_items' | 'page' | 'row'

export interface Telemetry {
  answered(method: AnswerMethod, info: AnswerInfo | undefined, items: number): void
  refused(method: AnswerMethod): void
  modelUpdate(outcome: UpdateOutcome, trendCountries: number): void
  modelSwapped(titles: number): void
}

export function createTelemetry(metrics: Metrics, catalogSize: () => number): Telemetry {
  const answers = metrics.counter('answers_total', 'Answers by how they came about', ['method', 'outcome'])
  const degraded = metrics.counter('degraded_total', 'Answers made without a dependency', ['reason'])
  const behind = metrics.counter('behind_total', 'Answers given before the wanted position was reached')
  const empty = metrics.counter('empty_rows_total', 'Rows without a single title', ['method'])
  const refused = metrics.counter('refused_total', 'Requests that were not understood', ['method'])
  const updates = metrics.counter('model_updates_total', 'Records of the model updates topic', ['outcome'])
  const swaps = metrics.counter('model_swaps_total', 'Models taken into use')
  const modelTitles = metrics.gauge('model_titles', 'Titles of the model in use')
  const countries = metrics.gauge('trend_countries', 'Countries of which it is known what is watched of late')
  const catalogTitles = metrics.gauge('catalog_titles', 'Titles of the catalogue, withdrawn ones included')

  return {
    answered(method, info, items) {
      answers.inc({ method, outcome: outcomeOf(info) })
      for (const reason of info?.degradedReasons ?? []) degraded.inc({ reason })
      if (info?.behind === true) behind.inc()
      if (items === 0) empty.inc({ method })
      catalogTitles.set(catalogSize())
    },
    refused: (method) => refused.inc({ method }),
    modelUpdate(outcome, trendCountries) {
      updates.inc({ outcome })
      countries.set(trendCountries)
    },
    modelSwapped(titles) {
      swaps.inc()
      modelTitles.set(titles)
    },
  }
}

function outcomeOf(info: AnswerInfo | undefined): string {
  if (info?.degraded === true) return 'degraded'
  if (info?.personalized === true) return 'personalized'
  return info?.cold === true ? 'cold' : 'general'
}
