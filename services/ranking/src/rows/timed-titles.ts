/** Titles that have come, or are about to go, where the viewer is. */
import type { CatalogTitle } from '@upnext/catalog'
import type { AvailabilityWindow, ReasonType } from '@upnext/contracts'
import { isFor, isOpen } from '../rules/availability.ts'
import type { Rung } from './candidate.ts'
import { fact } from './fact.ts'
import type { RowContext } from './row-maker.ts'
import type { WindowEdge } from './window-order.ts'

/** In the order of the edges, each title once, with its time as the reason. `holds`: whether the edge is one for a country. */
export function timedRung(
  edges: () => Iterable<WindowEdge>,
  type: ReasonType,
  holds: (title: CatalogTitle, atMs: number, country: string | null) => boolean,
  { catalog, asker, left }: RowContext,
): Rung {
  const { countries } = asker.audience
  const places = countries.length === 0 ? [null] : countries
  return (limit, allows) => {
    if (left()?.length === 0) return []
    const found = new Map<CatalogTitle, number>()
    for (const { hash, atMs } of edges()) {
      if (found.size >= limit) break
      const title = catalog.byHash(hash)
      if (title === undefined || found.has(title) || !places.some((place) => holds(title, atMs, place))) continue
      if (allows(title)) found.set(title, atMs)
    }
    return [...found].map(([title, atMs], i) => ({ title, score: 1 / (i + 1), causes: [fact(type, 1, { atMs })] }))
  }
}

/** A window opened then, is open now, and the title was not there just before: one that is only extended is not new. */
export function hasArrived({ windows }: CatalogTitle, atMs: number, country: string | null, nowMs: number): boolean {
  const opened = (window: AvailabilityWindow): boolean => window.startsAtMs === atMs && isOpen(window, nowMs)
  return (
    windows.some((window) => opened(window) && isFor(window, country)) &&
    !windows.some((window) => isOpenBefore(window, atMs) && isFor(window, country))
  )
}

/** A window that is open now closes then, and no other goes on. */
export function isLeaving({ windows }: CatalogTitle, atMs: number, country: string | null, nowMs: number): boolean {
  const closes = (window: AvailabilityWindow): boolean => window.endsAtMs === atMs && isOpen(window, nowMs)
  return (
    windows.some((window) => closes(window) && isFor(window, country)) &&
    !windows.some((window) => isOpen(window, atMs) && isFor(window, country))
  )
}

function isOpenBefore({ startsAtMs = -Infinity, endsAtMs = Infinity }: AvailabilityWindow, atMs: number): boolean {
  return startsAtMs < atMs && endsAtMs >= atMs
}
