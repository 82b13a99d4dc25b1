/** The row "similar": what goes with one title, whoever asks; then what is popular of late in its genres, then the usual ladder. */
import type { CatalogTitle } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import type { AudienceFacts } from '../facts/audience.ts'
import { withNamedTitle } from '../facts/history.ts'
import type { HistoryTitle } from '../facts/history.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { Rung } from './candidate.ts'
import { chooseTitles } from './choose-titles.ts'
import type { Choice } from './choose-titles.ts'
import type { RowSources } from './next-to-watch.ts'
import { hasGenre, popularRung, scoredRung } from './rungs.ts'

export interface SimilarQuery {
  readonly asked: CatalogTitle
  /** The id as it was asked about: of an episode, `asked` is its series. */
  readonly askedItemId: string
  readonly audience: AudienceFacts
  readonly excludeItemIds: readonly string[]
  readonly limit: number
  readonly served: ServedModel | null
}

export function similarTitles(query: SimilarQuery, sources: RowSources): Choice & { history: readonly HistoryTitle[] } {
  const { asked, askedItemId, served, limit } = query
  const history = withNamedTitle([], asked.hash)
  const facts = {
    nowMs: sources.clock.now(),
    audience: query.audience,
    excluded: new Set([...query.excludeItemIds, askedItemId, asked.itemId].map(itemHash)),
    dismissed: new Set<never>(),
    seen: new Set<never>(),
  }
  const rungs = served === null ? [] : rungsOf(served, asked, history, sources)
  return { ...chooseTitles(rungs, limit, facts, sources), history }
}

function rungsOf(
  { live }: ServedModel,
  { genres }: CatalogTitle,
  history: readonly HistoryTitle[],
  { catalog, scratch, clock }: RowSources,
): readonly Rung[] {
  const shelf = { catalog, live, scratch, nowMs: clock.now() }
  return [
    scoredRung(shelf, history),
    popularRung(shelf, 'month', hasGenre(genres)),
    popularRung(shelf, 'total', hasGenre(genres)),
    popularRung(shelf, 'month'),
    popularRung(shelf, 'total'),
  ]
}
