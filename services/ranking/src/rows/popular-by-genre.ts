/** The order of popularity by genre, so that a row of one genre walks no title of another. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import { NOT_POPULAR } from '@upnext/recsys'
import type { LiveModel, PopularOrder } from '@upnext/recsys'
import { insertSorted } from '../catalogue/sorted-list.ts'
import { numberedTitles } from '../model/numbered-titles.ts'
import type { NumberedCatalog } from '../model/numbered-titles.ts'

interface ByGenre {
  /** Places in the order, ascending. */
  readonly places: ReadonlyMap<string, number[]>
  readonly version: number
}

/** By the order that it is made of: it goes with it. */
const known = new WeakMap<PopularOrder, WeakMap<NumberedCatalog, ByGenre>>()

/**
 * Places in the order of titles that have one of the genres, ascending, each once. Some may have it no longer: a title that has
 * changed is taken in, and not taken out, so that an import does not build the index again for every title.
 */
export function placesOfGenres(
  genres: readonly string[],
  order: PopularOrder,
  catalog: NumberedCatalog,
  live: LiveModel,
): Iterable<number> {
  const { places } = currentOf(order, catalog, live)
  const lists = [...new Set(genres)].map((genre) => places.get(genre) ?? [])
  return lists.length === 1 ? (lists[0] ?? []) : merged(lists)
}

/** Places in the order of these titles, ascending; those that are not popular left out. */
export function placesOf(
  titles: readonly CatalogTitle[],
  { places }: PopularOrder,
  { index }: LiveModel,
): readonly number[] {
  return titles
    .map(({ hash }) => places[index.numberOf(hash) ?? -1] ?? NOT_POPULAR)
    .filter((place) => place !== NOT_POPULAR)
    .sort((a, b) => a - b)
}

function currentOf(order: PopularOrder, catalog: NumberedCatalog, live: LiveModel): ByGenre {
  const byCatalog = known.get(order) ?? new WeakMap<NumberedCatalog, ByGenre>()
  known.set(order, byCatalog)
  const before = byCatalog.get(catalog)
  const version = catalog.version()
  if (before?.version === version) return before
  const changed = before === undefined ? null : catalog.changedSince(before.version)
  const places =
    before === undefined || changed === null
      ? allPlaces(order, catalog, live)
      : withChanged(before.places, changed, order, catalog, live)
  const current = { places, version }
  byCatalog.set(catalog, current)
  return current
}

function allPlaces({ items }: PopularOrder, catalog: NumberedCatalog, live: LiveModel): Map<string, number[]> {
  const titleOf = numberedTitles(catalog, live)
  const places = new Map<string, number[]>()
  for (const [place, item] of items.entries()) {
    for (const genre of new Set(titleOf(item)?.genres)) listOf(places, genre).push(place)
  }
  return places
}

function withChanged(
  before: ReadonlyMap<string, number[]>,
  changed: readonly ItemHash[],
  order: PopularOrder,
  catalog: NumberedCatalog,
  live: LiveModel,
): Map<string, number[]> {
  const places = new Map(before)
  for (const hash of changed) {
    const item = live.index.numberOf(hash)
    const place = item === undefined ? undefined : order.places[item]
    if (place === undefined || place === NOT_POPULAR) continue
    for (const genre of catalog.byHash(hash)?.genres ?? []) insertSorted(listOf(places, genre), place, (a, b) => a - b)
  }
  return places
}

function listOf(places: Map<string, number[]>, genre: string): number[] {
  const list = places.get(genre) ?? []
  places.set(genre, list)
  return list
}

/** Few lists, and few places of each are wanted: the heads are compared each time. */
function* merged(lists: readonly (readonly number[])[]): Generator<number> {
  const next = lists.map(() => 0)
  for (;;) {
    const least = lists.reduce((least, list, i) => Math.min(least, list[next[i] ?? 0] ?? Infinity), Infinity)
    if (least === Infinity) return
    yield least
    for (const [i, list] of lists.entries()) if (list[next[i] ?? 0] === least) next[i] = (next[i] ?? 0) + 1
  }
}
