/** All titles in the order of the last resort: newest year first, then by id. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Clock } from '@upnext/ports'
import type { ChangingCatalog } from '../catalogue/follow-changes.ts'
import { createSortedEntries } from '../catalogue/sorted-entries.ts'

export interface CatalogOrder {
  /** Current, or at most about a second old while very much changes. */
  titles(): readonly CatalogTitle[]
  /** With every change. */
  fresh(): readonly CatalogTitle[]
}

export function createCatalogOrder(catalog: ChangingCatalog, clock: Clock): CatalogOrder {
  const sorted = createSortedEntries(catalog, clock, {
    entriesOf: (title) => [title],
    compare: byYearThenId,
  })
  return { titles: () => sorted.recent(), fresh: () => sorted.current() }
}

/** Titles without a year come last. */
export function byYearThenId(a: CatalogTitle, b: CatalogTitle): number {
  const years = (b.year ?? -1) - (a.year ?? -1)
  if (years !== 0) return years
  if (a.itemId === b.itemId) return 0
  return a.itemId < b.itemId ? -1 : 1
}
