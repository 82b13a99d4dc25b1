/**
 * What is watched of late: for each country, and everywhere, how much each title was played in the last minutes and hours, and over
 * a month. Plays may come in any order: each counts by its own time. Bounded: where there are too many titles or countries, the
 * faintest are forgotten.
 */
import type { ItemHash } from '@upnext/contracts'
import {
  NOTHING_COUNTED,
  POPULAR_HALF_LIFE_MS,
  TRENDING_HALF_LIFE_MS,
  addFading,
  createTopK,
  fadedTo,
} from '@upnext/recsys'

/** Stands for all countries together, and for plays of which nobody knows where. */
export const EVERYWHERE = ''

/** Countries that are counted by themselves. ISO 3166-1 has fewer: more are made up. */
export const MOST_COUNTRIES = 300
/** Titles of a country that are kept when there are too many; half of them by each count. */
export const KEPT_TITLES = 2000
/** Titles of a country at any time. Above `KEPT_TITLES`, so that forgetting is a rare and not a constant effort. */
export const MOST_TITLES = 3000

/** Plays that are hardly one any more are not worth saying. */
const LEAST_PLAYS = 0.01

const COUNTRY = /^[A-Z]{2}$/

export interface TrendCounts {
  /** `country` as an event says it: what is no country code is counted everywhere only. `weight` has to be above 0. */
  add(country: string, item: ItemHash, weight: number, atMs: number): void
  /** Those of which something is known, `EVERYWHERE` among them, with a number that rises whenever one of them gets a play. */
  versions(): IterableIterator<[country: string, version: number]>
  /** The `limit` most watched titles by each count, as of `nowMs`. */
  of(country: string, nowMs: number, limit: number): CountryTrends
  /** To go on from exactly. */
  state(): TrendState
}

export interface CountryTrends {
  readonly country: string
  readonly asOfMs: number
  /** Most watched first. */
  readonly trending: readonly TitlePlays[]
  readonly popular: readonly TitlePlays[]
}

export interface TitlePlays {
  readonly item: ItemHash
  readonly plays: number
}

/** By country; titles in the order of hashes. */
export type TrendState = ReadonlyMap<string, readonly TitleCount[]>

/** Both are fading counts of `@upnext/recsys`. */
export interface TitleCount {
  readonly item: ItemHash
  readonly trending: number
  readonly popular: number
}

interface CountryCounts {
  readonly titles: Map<ItemHash, TitleCount>
  /** The popular count of its most popular title. */
  greatest: number
  version: number
}

export function createTrendCounts(start: TrendState = new Map()): TrendCounts {
  const countries = new Map<string, CountryCounts>()
  let version = 0
  for (const [country, counts] of start) {
    const titles = new Map(counts.map((count) => [count.item, count]))
    const greatest = counts.reduce((most, { popular }) => Math.max(most, popular), NOTHING_COUNTED)
    countries.set(country, { titles, greatest, version: (version += 1) })
  }

  const open = (country: string): CountryCounts => {
    const fresh: CountryCounts = { titles: new Map(), greatest: NOTHING_COUNTED, version }
    if (country !== EVERYWHERE && countries.size > MOST_COUNTRIES) countries.delete(faintest(countries))
    countries.set(country, fresh)
    return fresh
  }

  const addTo = (country: string, item: ItemHash, weight: number, atMs: number): void => {
    const counts = countries.get(country) ?? open(country)
    const before = counts.titles.get(item)
    const after: TitleCount = {
      item,
      trending: addFading(before?.trending ?? NOTHING_COUNTED, weight, atMs, TRENDING_HALF_LIFE_MS),
      popular: addFading(before?.popular ?? NOTHING_COUNTED, weight, atMs, POPULAR_HALF_LIFE_MS),
    }
    counts.titles.set(item, after)
    counts.greatest = Math.max(counts.greatest, after.popular)
    counts.version = version += 1
    if (counts.titles.size > MOST_TITLES) forgetFaint(counts.titles)
  }

  return {
    add(country, item, weight, atMs) {
      addTo(EVERYWHERE, item, weight, atMs)
      if (COUNTRY.test(country)) addTo(country, item, weight, atMs)
    },
    *versions() {
      for (const [country, counts] of countries) yield [country, counts.version]
    },
    of(country, nowMs, limit) {
      const titles = [...(countries.get(country)?.titles.values() ?? [])]
      const most = (form: 'trending' | 'popular', halfLifeMs: number): TitlePlays[] =>
        mostOf(titles, form, limit)
          .map((count) => ({ item: count.item, plays: fadedTo(count[form], nowMs, halfLifeMs) }))
          // Only a clock that is years ahead counts beyond what a number of 32 bits can say.
          .filter(({ plays }) => plays >= LEAST_PLAYS && Number.isFinite(Math.fround(plays)))
      return {
        country,
        asOfMs: nowMs,
        trending: most('trending', TRENDING_HALF_LIFE_MS),
        popular: most('popular', POPULAR_HALF_LIFE_MS),
      }
    },
    state: () =>
      new Map(
        [...countries]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([country, { titles }]) => [country, [...titles.values()].sort((a, b) => (a.item < b.item ? -1 : 1))]),
      ),
  }
}

/** The greatest first; equal ones in the order of hashes. */
function mostOf(titles: readonly TitleCount[], form: 'trending' | 'popular', limit: number): TitleCount[] {
  const hashOf = (at: number): string => titles[at]?.item ?? ''
  const top = createTopK(limit, (a, b) => (hashOf(a) < hashOf(b) ? -1 : 1))
  titles.forEach((count, at) => {
    if (top.accepts(at, count[form])) top.add(at, count[form])
  })
  return Array.from(top.drain().items, (at) => titles[at]).filter((count) => count !== undefined)
}

function forgetFaint(titles: Map<ItemHash, TitleCount>): void {
  const all = [...titles.values()]
  const kept = new Set([...mostOf(all, 'trending', KEPT_TITLES / 2), ...mostOf(all, 'popular', KEPT_TITLES / 2)])
  for (const count of all) if (!kept.has(count)) titles.delete(count.item)
}

function faintest(countries: ReadonlyMap<string, CountryCounts>): string {
  let found = EVERYWHERE
  let least = Infinity
  for (const [country, { greatest }] of countries) {
    if (country === EVERYWHERE || greatest > least || (greatest === least && country > found)) continue
    found = country
    least = greatest
  }
  return found
}
