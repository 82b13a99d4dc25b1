/** The ways of finding titles, from what goes with a history down to anything that may be shown. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import { popularItems, scoreNext } from '@upnext/recsys'
import type { Cause, ScoredItem, Scratch } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'
import type { ServedModel } from '../model/served-model.ts'
import type { Candidate, CandidateCause, Rung } from './candidate.ts'

/** What scoring works on; `scratch` is used again by every request, one after the other. */
export interface Shelf {
  readonly catalog: Pick<Catalog, 'byHash'>
  readonly served: ServedModel
  readonly scratch: Scratch
}

/** Titles that go with the history. Titles of the history that the model does not know add nothing. */
export function scoredRung(shelf: Shelf, history: readonly HistoryTitle[]): Rung {
  const { model, index, live } = shelf.served
  const known = history.flatMap(({ hash, weight }) => {
    const item = index.numberOf(hash)
    return item === undefined ? [] : [{ item, weight }]
  })
  return (limit, allows) => {
    const allowed = onNumbers(shelf, allows)
    const query = { model, index, live, scratch: shelf.scratch, limit, history: known, allowed }
    return toCandidates(shelf, scoreNext(query))
  }
}

/** What is watched most, of the titles that `fits`. */
export function popularRung(shelf: Shelf, fits: (title: CatalogTitle) => boolean = () => true): Rung {
  const { model, index, live } = shelf.served
  return (limit, allows) => {
    const allowed = onNumbers(shelf, (title) => fits(title) && allows(title))
    return toCandidates(shelf, popularItems({ model, index, live, limit, allowed }))
  }
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

/** Whether two titles have a genre in common. */
export function sharesGenre(title: CatalogTitle): (other: CatalogTitle) => boolean {
  return (other) => other.genres.some((genre) => title.genres.includes(genre))
}

function onNumbers({ catalog, served }: Shelf, allows: (title: CatalogTitle) => boolean): (item: number) => boolean {
  return (item) => {
    const title = catalog.byHash(served.index.hashOf(item))
    return title !== undefined && allows(title)
  }
}

function toCandidates({ catalog, served }: Shelf, items: readonly ScoredItem[]): Candidate[] {
  const hashOf = (item: number): ItemHash => served.index.hashOf(item)
  return items.flatMap(({ item, score, causes }) => {
    const title = catalog.byHash(hashOf(item))
    return title === undefined ? [] : [{ title, score, causes: causes.map((cause) => toCause(cause, hashOf)) }]
  })
}

function toCause(cause: Cause, hashOf: (item: number) => ItemHash): CandidateCause {
  return cause.kind === 'title' ? { kind: 'title', hash: hashOf(cause.item), share: cause.share } : cause
}
