/** All titles in the order of the last resort: newest year first, then by id. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import type { Clock } from '@upnext/ports'

export interface CatalogOrder {
  /** At most about a second old while the catalogue changes. */
  titles(): readonly CatalogTitle[]
  /** Sorted now, where anything has changed. */
  fresh(): readonly CatalogTitle[]
}

/** Sorting a large catalogue takes long, and during an import it changes all the time: once a second is enough. */
const LONGEST_AGE_MS = 1000

export function createCatalogOrder(
  catalog: Pick<Catalog, 'titles' | 'byHash' | 'version'>,
  clock: Clock,
): CatalogOrder {
  let sorted: readonly CatalogTitle[] = []
  let version = -1
  let sortedAtMs = -Infinity

  const fresh = (): readonly CatalogTitle[] => {
    if (version === catalog.version) return sorted
    sorted = [...catalog.titles()].sort(byYearThenId)
    version = catalog.version
    sortedAtMs = clock.now()
    return sorted
  }

  return { fresh, titles: () => (clock.now() - sortedAtMs < LONGEST_AGE_MS ? sorted : fresh()) }
}

/** Titles without a year come last. */
function byYearThenId(a: CatalogTitle, b: CatalogTitle): number {
  const years = (b.year ?? -1) - (a.year ?? -1)
  if (years !== 0) return years
  return a.itemId < b.itemId ? -1 : 1
}
