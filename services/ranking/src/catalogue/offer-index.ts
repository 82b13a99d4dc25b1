/** The titles that can be rented or bought: few of a large catalogue, so that no request has to look for them. */
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import type { Clock } from '@upnext/ports'
import { MONTH_HALF_LIFE_MS, createTopK } from '@upnext/recsys'
import type { LiveModel } from '@upnext/recsys'
import { followChanges } from './follow-changes.ts'
import type { ChangingCatalog } from './follow-changes.ts'

export interface OfferIndex {
  /** Newest year first, then by id; at most {@link MOST_OFFERS}, some seconds old while offers change. */
  newest(): readonly CatalogTitle[]
  /** Most watched of late first, those that nobody has watched left out; at most {@link MOST_OFFERS}, some seconds old. */
  mostWatched(live: LiveModel): readonly CatalogTitle[]
}

/** Rules are asked of so many titles at most, also where a subscription has them all and the row stays empty. */
export const MOST_OFFERS = 1000
/** Offers and what is watched most of a month change slowly, and putting them in order takes milliseconds. */
const LONGEST_AGE_MS = 10_000

export function createOfferIndex(catalog: ChangingCatalog, clock: Clock): OfferIndex {
  const offers = new Map<ItemHash, CatalogTitle>()
  let changed = true
  const update = followChanges(catalog, (title) => {
    const offered = isOffered(title)
    if (!offered && !offers.has(title.hash)) return
    changed = true
    if (offered) offers.set(title.hash, title)
    else offers.delete(title.hash)
  })
  let newest: Dated = { titles: [], atMs: -Infinity }
  const watched = new WeakMap<LiveModel, Dated>()

  return {
    newest() {
      update()
      if (!changed || isFresh(newest)) return newest.titles
      newest = { titles: best([...offers.values()], ({ year }) => year ?? -1), atMs: clock.now() }
      changed = false
      return newest.titles
    },
    mostWatched(live) {
      const known = watched.get(live)
      if (known !== undefined && isFresh(known)) return known.titles
      update()
      const titles = best([...offers.values()], (title) => popularityOf(title, live))
      watched.set(live, { titles, atMs: clock.now() })
      return titles
    },
  }

  function isFresh({ titles, atMs }: Dated): boolean {
    return titles.length > 0 && clock.now() - atMs < LONGEST_AGE_MS
  }
}

interface Dated {
  readonly titles: readonly CatalogTitle[]
  readonly atMs: number
}

/** Whether a title can be had outside the subscription. What every tier includes never is outside of one. */
export function isOffered({ kind, offer, tiers, withdrawn }: CatalogTitle): boolean {
  if (withdrawn || tiers?.every === true) return false
  return (offer.rent || offer.buy) && (kind === ItemKind.ITEM_KIND_MOVIE || kind === ItemKind.ITEM_KIND_SERIES)
}

/** Compared by logarithms: recent popularity fades at one rate, so that the order is the same at any time. -Infinity: not watched. */
function popularityOf({ hash }: CatalogTitle, live: LiveModel): number {
  const item = live.index.numberOf(hash)
  if (item === undefined) return -Infinity
  const { month, asOfMs } = live.popularity.of(item)
  return Math.log2(month) + asOfMs / MONTH_HALF_LIFE_MS
}

/** At most {@link MOST_OFFERS}, those of the greatest scores first, equal ones by id; -Infinity is left out. */
function best(titles: readonly CatalogTitle[], scoreOf: (title: CatalogTitle) => number): CatalogTitle[] {
  const idOf = (place: number): string => titles[place]?.itemId ?? ''
  const kept = createTopK(MOST_OFFERS, (a, b) => (idOf(a) < idOf(b) ? -1 : 1))
  for (const [place, title] of titles.entries()) {
    const score = scoreOf(title)
    if (score > -Infinity && kept.accepts(place, score)) kept.add(place, score)
  }
  return Array.from(kept.drain().items, (place) => titles[place]).filter((title) => title !== undefined)
}
