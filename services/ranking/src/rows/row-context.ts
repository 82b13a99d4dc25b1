/** Puts together what rows may know about one request, of one moment. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import type { Clock } from '@upnext/ports'
import type { LiveModel, Scratches } from '@upnext/recsys'
import type { ListSettings, TitleFilter } from '@upnext/rows'
import type { OfferIndex } from '../catalogue/offer-index.ts'
import type { SeriesIndex } from '../catalogue/series-index.ts'
import type { Asker } from '../facts/asker.ts'
import { ownedOf } from '../facts/facts.ts'
import type { Facts } from '../facts/facts.ts'
import type { SharedWatching } from '../facts/friends.ts'
import type { HistoryTitle } from '../facts/history.ts'
import { rememberLast } from '../facts/remember-last.ts'
import type { ServedModel } from '../model/served-model.ts'
import { audienceVerdicts } from '../rules/audience-verdicts.ts'
import { mayPlay } from '../rules/episode.ts'
import { AUDIENCE_RULES, createJudge } from '../rules/judge.ts'
import type { RemovedTitles } from '../rules/judge.ts'
import type { Trends } from '../trends/trends.ts'
import type { Candidate } from './candidate.ts'
import type { CatalogOrder } from './catalog-order.ts'
import { knownHistory } from './known-history.ts'
import type { RowContext } from './row-maker.ts'
import { rankedRung, rankingOf } from './rungs.ts'
import type { Shelf } from './rungs.ts'
import type { WindowOrder } from './window-order.ts'

/** What rows are made of, whoever asks. */
export interface RowSources {
  readonly catalog: Catalog
  readonly order: CatalogOrder
  readonly windows: WindowOrder
  readonly episodes: SeriesIndex
  readonly offers: OfferIndex
  readonly trends: Trends
  /** Working memory of scoring, used again by every answer, one after the other. */
  readonly scratches: Scratches
  readonly clock: Clock
}

export interface ContextQuery {
  readonly asker: Asker
  /** What rules ask; also says what time it is. */
  readonly facts: Facts
  /** `null`: no model yet. */
  readonly served: ServedModel | null
  readonly about: CatalogTitle | null
  /** What friends let the asker know of; absent: they were not read. */
  readonly friends?: readonly SharedWatching[]
  /** Where not the asker's own: with a title that has just ended before it. */
  readonly history?: readonly HistoryTitle[]
  readonly list: ListSettings
  readonly seed: string
  readonly depth: number
  /** How many titles are scored for all rows together; absent: {@link SCORED_DEPTH}. */
  readonly scoredDepth?: number
  /** Where a row is gone on with, its titles: rules are asked of them alone, and they alone are scored. */
  readonly among?: (title: CatalogTitle) => boolean
}

export interface JudgedContext {
  readonly context: RowContext
  /** How many of the titles asked about so far each rule has hidden. */
  readonly removed: () => readonly RemovedTitles[]
}

/** Enough for the rows of a page to share. */
export const SCORED_DEPTH = 150

export function createRowContext(query: ContextQuery, sources: RowSources): JudgedContext {
  const { asker, facts, served, about, list, seed, depth, scoredDepth = SCORED_DEPTH } = query
  const { catalog, order, windows, episodes, offers, trends, scratches } = sources
  const history = query.history ?? asker.history
  const judge = createJudge(facts, audienceVerdicts(catalog, facts, AUDIENCE_RULES))
  const { among = ANY } = query
  const allows = (title: CatalogTitle): boolean => among(title) && judge.allows(title)
  const { nowMs } = facts
  const left = (): readonly CatalogTitle[] | null => judge.left(catalog.size())
  const shelf =
    served === null ? null : { catalog, live: served.live, scratches, nowMs, left, known: known(served.live) }
  const ranking = shelf === null ? null : rankingOf(shelf, history)
  let scored: readonly Candidate[] | null = null
  const context: RowContext = {
    nowMs,
    asker,
    catalog,
    order,
    windows,
    episodes,
    offers,
    friends: query.friends ?? [],
    shelf,
    trends,
    about,
    history,
    left,
    allows,
    allowsBut:
      (...rules) =>
      (title) =>
        among(title) && judge.allows(title, rules),
    mayPlay: (episode, series) => mayPlay(episode, series, facts),
    ranking,
    scored: () =>
      (scored ??= shelf === null || ranking === null ? [] : rankedRung(shelf, history, ranking)(scoredDepth, allows)),
    list,
    seed,
    depth,
    isResumed: query.among !== undefined,
  }
  return { context, removed: () => judge.removed() }
}

const known = (live: LiveModel): Shelf['known'] => rememberLast((history) => knownHistory(live, history))

const ANY = (): boolean => true

/** The same for one row, whose own filter holds as the rules do. Where it leaves few of the scored titles, few they are. */
export function filteredContext(context: RowContext, fits: TitleFilter | null): RowContext {
  if (fits === null) return context
  const fitsOnce = askedOnce(fits)
  const both = (allows: RowContext['allows']) => (title: CatalogTitle) => allows(title) && fitsOnce(title)
  return {
    ...context,
    allows: both(context.allows),
    allowsBut: (...rules) => both(context.allowsBut(...rules)),
    scored: () => context.scored().filter(({ title }) => fitsOnce(title)),
  }
}

/** Filters are dear, and a row may come to a title several times. */
function askedOnce(fits: TitleFilter): TitleFilter {
  const known = new Map<CatalogTitle, boolean>()
  return (title) => {
    const answer = known.get(title) ?? fits(title)
    known.set(title, answer)
    return answer
  }
}

/** What rules ask of whoever asks, with what the request itself does not want. */
export function factsFor(
  asker: Asker,
  { excludedIds, filter = null }: { readonly excludedIds: readonly string[]; readonly filter?: TitleFilter | null },
  nowMs: number,
): Facts {
  return {
    nowMs,
    audience: asker.audience,
    owned: ownedOf(asker.transactions, nowMs),
    excluded: new Set(excludedIds.map(itemHash)),
    filter,
    dismissed: asker.dismissed,
    seen: asker.seen,
  }
}
