/** Rules about the title itself: is it there to be watched, here and now? */
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { AvailabilityWindow } from '@upnext/contracts'
import { areInAll } from '../facts/audience.ts'
import type { Rule } from './rule.ts'

export const withdrawnRule: Rule = { name: 'withdrawn', hides: (title) => title.withdrawn }

/** Rows recommend movies and series; seasons and episodes are found through their series. */
export const kindRule: Rule = {
  name: 'kind',
  hides: ({ kind }) => kind !== ItemKind.ITEM_KIND_MOVIE && kind !== ItemKind.ITEM_KIND_SERIES,
}

export const regionRule: Rule = {
  name: 'region',
  hides: ({ regions }, { audience }) => {
    if (regions === null) return true
    if (regions.everywhere) return false
    return !areInAll(regions.countries, audience)
  },
}

/** Of a title with windows, one must be open in every country in question. */
export const windowRule: Rule = {
  name: 'window',
  hides: (title, { audience, nowMs }) => {
    if (title.windows.length === 0) return false
    if (audience.countries.length === 0) return !isOpenIn(title, null, nowMs)
    for (const country of audience.countries) if (!isOpenIn(title, country, nowMs)) return true
    return false
  },
}

/** Asked about hundreds of titles a page, as are those below: loops cost half of what functions over lists do. */
function isOpenIn({ windows }: CatalogTitle, country: string | null, nowMs: number): boolean {
  for (const window of windows) if (isFor(window, country) && isOpen(window, nowMs)) return true
  return false
}

export function isFor(window: AvailabilityWindow, country: string | null): boolean {
  return window.countries.length === 0 || (country !== null && window.countries.includes(country))
}

/** The end itself is outside. */
export function isOpen({ startsAtMs, endsAtMs }: AvailabilityWindow, nowMs: number): boolean {
  return (startsAtMs === undefined || startsAtMs <= nowMs) && (endsAtMs === undefined || nowMs < endsAtMs)
}
