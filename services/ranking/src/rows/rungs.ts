/** The ways of finding titles, from what goes with a history down to anything that may be shown. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { createNextRanking, popularOrder } from '@upnext/recsys'
import type { Cause, LiveModel, NextRanking, PopularityForm, Scratches } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'
import { numberedTitles } from '../model/numbered-titles.ts'
import type { NumberedCatalog } from '../model/numbered-titles.ts'
import { fact } from './fact.ts'
import { explainedLater } from './candidate.ts'
import type { Candidate, CandidateCause, Rung } from './candidate.ts'
import { fewLeft } from './few-left.ts'
import type { KnownHistory } from './known-history.ts'
import { placesOf, placesOfGenres } from './popular-by-genre.ts'

/** What scoring works on. */
export interface Shelf {
  readonly catalog: NumberedCatalog
  readonly live: LiveModel
  readonly scratches: Scratches
  readonly nowMs: number
  /** See `RowContext`. */
  readonly left: () => readonly CatalogTitle[] | null
  /** Found once for all that ask about the same history one after the other. */
  readonly known: (history: readonly HistoryTitle[]) => KnownHistory
}

/** Titles that go with the history; `again`: also its own older ones. Those that the model does not know add nothing. */
export function scoredRung(shelf: Shelf, history: readonly HistoryTitle[], again = false): Rung {
  return rankedRung(shelf, history, rankingOf(shelf, history, again))
}

export function rankingOf(
  { live, scratches, nowMs, known }: Shelf,
  history: readonly HistoryTitle[],
  again = false,
): NextRanking {
  return createNextRanking({
    live,
    scratch: () => scratches.take(),
    history: known(history).entries,
    again,
    atMs: nowMs,
  })
}

/** The best of a ranking of this history; `among`: of these alone, by the numbers of the model, see `NextRanking.best`. */
export function rankedRung(
  shelf: Shelf,
  history: readonly HistoryTitle[],
  ranking: NextRanking,
  among?: (item: number) => boolean,
): Rung {
  const { live } = shelf
  return (limit, allows) => {
    if (shelf.left()?.length === 0) return []
    const titleOf = numberedTitles(shelf.catalog, live)
    const ranked = ranking.best(limit, onNumbers(titleOf, allows), among)
    const { hashOf } = shelf.known(history)
    const found: Candidate[] = []
    for (const [at, item] of ranked.items.entries()) {
      const title = titleOf(item)
      const explain = (): CandidateCause[] => ranked.causesOf(at).map((cause) => toCause(cause, hashOf))
      if (title !== undefined) found.push({ title, score: ranked.scores[at] ?? 0, causes: explainedLater(explain) })
    }
    return found
  }
}

const BY_POPULARITY = [fact(ReasonType.REASON_TYPE_POPULAR)]

/** What is watched most, over all time or of late; `genres`: of the titles that have one of them. */
export function popularRung(shelf: Shelf, form: PopularityForm, genres: readonly string[] | null = null): Rung {
  const { catalog, live, nowMs } = shelf
  const fits = genres === null ? () => true : hasGenre(genres)
  return (limit, allows) => {
    const titleOf = numberedTitles(catalog, live)
    const order = popularOrder(live, form, nowMs)
    const all = (): Iterable<number> =>
      genres === null ? order.items.keys() : placesOfGenres(genres, order, catalog, live)
    const places = fewLeft(shelf, order.items.length, order, (left) => placesOf(left, order, live)) ?? all()
    const found: Candidate[] = []
    for (const place of places) {
      if (found.length >= limit) break
      const title = titleOf(order.items[place] ?? 0)
      // An index may know a title of a genre that it has no longer.
      if (title === undefined || !fits(title) || !allows(title)) continue
      found.push({ title, score: order.scores[place] ?? 0, causes: BY_POPULARITY })
    }
    return found
  }
}

/** Any title, in the given order. */
export function catalogRung(titles: () => readonly CatalogTitle[], catalog: Pick<Catalog, 'byHash'>): Rung {
  return (limit, allows) => {
    const found: CatalogTitle[] = []
    for (const { hash } of titles()) {
      if (found.length >= limit) break
      // The order may be a second old; what rules and rows read must not be.
      const title = catalog.byHash(hash)
      if (title !== undefined && allows(title)) found.push(title)
    }
    return found.map((title, i) => ({ title, score: 1 / (i + 1), causes: [fact(ReasonType.REASON_TYPE_CATALOG)] }))
  }
}

/** Whether a title has one of these genres. */
export function hasGenre(genres: readonly string[]): (title: CatalogTitle) => boolean {
  return (title) => title.genres.some((genre) => genres.includes(genre))
}

function onNumbers(
  titleOf: (item: number) => CatalogTitle | undefined,
  allows: (title: CatalogTitle) => boolean,
): (item: number) => boolean {
  return (item) => {
    const title = titleOf(item)
    return title !== undefined && allows(title)
  }
}

function toCause(cause: Cause, hashOf: (item: number) => ItemHash): CandidateCause {
  if (cause.kind === 'title') return { kind: 'title', hash: hashOf(cause.item), share: cause.share }
  const { REASON_TYPE_POPULAR, REASON_TYPE_WATCHED_BEFORE } = ReasonType
  return fact(cause.kind === 'popular' ? REASON_TYPE_POPULAR : REASON_TYPE_WATCHED_BEFORE, cause.share)
}
