/** The ways of finding titles, from what goes with a history down to anything that may be shown. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import { popularItems, scoreNext } from '@upnext/recsys'
import type { Cause, HistoryEntry, LiveModel, PopularityForm, ScoredItem, Scratch } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'
import type { Candidate, CandidateCause, Rung } from './candidate.ts'

/** What scoring works on; `scratch` is used again by every request, one after the other. */
export interface Shelf {
  readonly catalog: Pick<Catalog, 'byHash'>
  readonly live: LiveModel
  readonly scratch: Scratch
  readonly nowMs: number
}

/** Titles that go with the history; `again`: also its own older ones. Those that the model does not know add nothing. */
export function scoredRung(shelf: Shelf, history: readonly HistoryTitle[], again = false): Rung {
  const { live, scratch, nowMs } = shelf
  const known = knownTitles(live, history)
  return (limit, allows) => {
    const allowed = onNumbers(shelf, allows)
    return toCandidates(shelf, scoreNext({ live, scratch, limit, history: known, again, allowed, atMs: nowMs }))
  }
}

/** What is watched most, over all time or of late, of the titles that `fits`. */
export function popularRung(
  shelf: Shelf,
  form: PopularityForm,
  fits: (title: CatalogTitle) => boolean = () => true,
): Rung {
  const { live, nowMs } = shelf
  return (limit, allows) => {
    const allowed = onNumbers(shelf, (title) => fits(title) && allows(title))
    return toCandidates(shelf, popularItems({ live, limit, allowed, atMs: nowMs }, form))
  }
}

/** By the numbers of the model, those that it does not know left out. */
export function knownTitles({ index }: LiveModel, history: readonly HistoryTitle[]): HistoryEntry[] {
  return history.flatMap(({ hash, weight }) => {
    const item = index.numberOf(hash)
    return item === undefined ? [] : [{ item, weight }]
  })
}

/** Any title, in the given order. */
export function catalogRung(titles: readonly CatalogTitle[], catalog: Pick<Catalog, 'byHash'>): Rung {
  return (limit, allows) => {
    const found: CatalogTitle[] = []
    for (const { hash } of titles) {
      if (found.length >= limit) break
      // The order may be a second old; what rules and rows read must not be.
      const title = catalog.byHash(hash)
      if (title !== undefined && allows(title)) found.push(title)
    }
    return found.map((title, i) => ({ title, score: 1 / (i + 1), causes: [{ kind: 'catalog' }] }))
  }
}

/** Whether a title has one of these genres. */
export function hasGenre(genres: readonly string[]): (title: CatalogTitle) => boolean {
  return (title) => title.genres.some((genre) => genres.includes(genre))
}

function onNumbers({ catalog, live }: Shelf, allows: (title: CatalogTitle) => boolean): (item: number) => boolean {
  return (item) => {
    const title = catalog.byHash(live.index.hashOf(item))
    return title !== undefined && allows(title)
  }
}

function toCandidates({ catalog, live }: Shelf, items: readonly ScoredItem[]): Candidate[] {
  const hashOf = (item: number): ItemHash => live.index.hashOf(item)
  return items.flatMap(({ item, score, causes }) => {
    const title = catalog.byHash(hashOf(item))
    return title === undefined ? [] : [{ title, score, causes: causes.map((cause) => toCause(cause, hashOf)) }]
  })
}

function toCause(cause: Cause, hashOf: (item: number) => ItemHash): CandidateCause {
  return cause.kind === 'title' ? { kind: 'title', hash: hashOf(cause.item), share: cause.share } : cause
}
