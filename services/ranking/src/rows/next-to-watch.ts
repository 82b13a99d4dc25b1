/**
 * The row "next to watch": what goes with a viewer's history, or with the title that has just ended; where that is not enough,
 * what is popular of late in the viewer's own genres, of late, over all time, and at last whatever may be shown.
 */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import type { RowTitle } from '@upnext/contracts'
import type { Clock } from '@upnext/ports'
import type { Scratch } from '@upnext/recsys'
import type { Asker } from '../facts/asker.ts'
import type { Facts } from '../facts/facts.ts'
import { withNamedTitle } from '../facts/history.ts'
import type { HistoryTitle } from '../facts/history.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { Candidate, Rung } from './candidate.ts'
import type { CatalogOrder } from './catalog-order.ts'
import { chooseTitles } from './choose-titles.ts'
import type { Choice, Finish } from './choose-titles.ts'
import { explore } from './explore.ts'
import { ownGenres } from './own-genres.ts'
import { hasGenre, popularRung, scoredRung } from './rungs.ts'
import type { Shelf } from './rungs.ts'
import { unknownTitles } from './unknown-titles.ts'

const DAY_MS = 86_400_000

/** What rows are made of, whoever asks. */
export interface RowSources {
  readonly catalog: Catalog
  readonly order: CatalogOrder
  readonly scratch: Scratch
  readonly clock: Clock
  /** Share of a row that chance may give to titles hardly anybody has watched; 0: none. */
  readonly exploration: number
}

export interface NextRow extends Choice {
  /** What reasons may name. */
  readonly history: readonly HistoryTitle[]
  readonly title: RowTitle
  readonly personalized: boolean
}

export interface NextRowQuery {
  readonly asker: Asker
  readonly finished: CatalogTitle | null
  /** The id as it was asked about: of an episode, `finished` is its series. */
  readonly finishedItemId: string | null
  readonly excludeItemIds: readonly string[]
  readonly limit: number
  /** `null`: no model yet. */
  readonly served: ServedModel | null
  /** Chance is the same for the same seed: a row does not change when it is asked for again. */
  readonly seed: string
}

export function nextToWatch(query: NextRowQuery, sources: RowSources): NextRow {
  const { asker, finished, served, limit } = query
  const history = finished === null ? asker.history : withNamedTitle(asker.history, finished.hash)
  const named =
    query.finishedItemId === null ? [] : [query.finishedItemId, ...(finished === null ? [] : [finished.itemId])]
  const nowMs = sources.clock.now()
  const facts: Facts = {
    nowMs,
    audience: asker.audience,
    excluded: new Set([...query.excludeItemIds, ...named].map(itemHash)),
    dismissed: asker.dismissed,
    seen: asker.seen,
  }
  const choice = chooseFrom(served === null ? null : { ...sources, live: served.live, nowMs })
  const owned = new Set(history.filter(({ source }) => source !== 'named').map(({ hash }) => hash))
  const personalized = choice.titles.some(({ causes }) =>
    causes.some((cause) => cause.kind === 'again' || (cause.kind === 'title' && owned.has(cause.hash))),
  )
  return { ...choice, history, personalized, title: rowTitle(choice.titles[0], finished, personalized) }

  function chooseFrom(shelf: Shelf | null): Choice {
    if (shelf === null) return chooseTitles([], limit, facts, sources)
    const finish: Finish = (titles, allows) => {
      const settings = { share: sources.exploration, seed: `${query.seed} ${Math.floor(nowMs / DAY_MS)}` }
      return explore(titles, settings, () => unknownTitles(shelf, history, titles, allows))
    }
    const options = { ...sources, againRungs: rungsOf(shelf, history, true), finish }
    return chooseTitles(rungsOf(shelf, history, false), limit, facts, options)
  }
}

/** `again`: titles of the history may come again. */
function rungsOf(shelf: Shelf, history: readonly HistoryTitle[], again: boolean): readonly Rung[] {
  return [
    scoredRung(shelf, history, again),
    popularRung(shelf, 'month', hasGenre(ownGenres(history, shelf.catalog))),
    popularRung(shelf, 'month'),
    popularRung(shelf, 'total'),
  ]
}

/** Says no more than what the row's first title is there for. */
function rowTitle(first: Candidate | undefined, finished: CatalogTitle | null, personalized: boolean): RowTitle {
  const kind = first?.causes[0]?.kind
  if (kind === 'title' && finished !== null)
    return { template: 'after_title', parameters: { title: finished.title }, text: `After ${finished.title}` }
  if (kind === 'title' || personalized) return { template: 'next_to_watch', parameters: {}, text: 'Next to watch' }
  return kind === 'popular'
    ? { template: 'popular', parameters: {}, text: 'Watched by many' }
    : { template: 'from_the_catalog', parameters: {}, text: 'From the catalogue' }
}
