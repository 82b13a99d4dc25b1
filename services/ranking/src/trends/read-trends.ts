/** From a record of the trainer to lists that rows can trust. */
import { itemHashFromBytes } from '@upnext/contracts'
import type { ItemHash, Trend, TrendsUpdate } from '@upnext/contracts'

/** What is watched in one country, or everywhere; plays are as of `asOfMs`. */
export interface CountryTrends {
  readonly asOfMs: number
  /** Most watched first, none twice. */
  readonly trending: readonly TitlePlays[]
  readonly popular: readonly TitlePlays[]
}

export interface TitlePlays {
  readonly hash: ItemHash
  /** A title watched to its end is 1; older plays count less. Above 0. */
  readonly plays: number
}

/** `''`: everywhere. So there are at most 677 of them. */
const COUNTRY = /^([A-Z]{2})?$/
const HASH_BYTES = 8
/** More than trainers say, and little enough to keep for every country. */
const MOST_TITLES = 1000

/** `null` where any of it is malformed: half of it would be of another moment than what it replaces. */
export function readTrends({ country, asOfMs, trending, popular }: TrendsUpdate): CountryTrends | null {
  const lists = [readList(trending), readList(popular)] as const
  if (!COUNTRY.test(country) || lists[0] === null || lists[1] === null) return null
  return { asOfMs, trending: lists[0], popular: lists[1] }
}

function readList(trends: readonly Trend[]): TitlePlays[] | null {
  if (trends.length > MOST_TITLES || !trends.every(isWellFormed)) return null
  const list = trends.map(({ item, plays }) => ({ hash: itemHashFromBytes(item), plays }))
  const descends = list.every(({ plays }, at) => plays <= (list[at - 1]?.plays ?? Infinity))
  return descends && new Set(list.map(({ hash }) => hash)).size === list.length ? list : null
}

function isWellFormed({ item, plays }: Trend): boolean {
  return item.length === HASH_BYTES && plays > 0 && plays < Infinity
}
