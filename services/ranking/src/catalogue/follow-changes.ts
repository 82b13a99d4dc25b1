/** Keeps an index of the catalogue current: change by change, and all titles again only where too many have changed meanwhile. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'

export type ChangingCatalog = Pick<Catalog, 'titles' | 'byHash' | 'version' | 'changedSince'>

/**
 * Answers a function that hands every title that has changed since its last call to `take`, as it is now; to be called before the
 * index is read. `take` replaces what it knew of a title, and may be given one more than once.
 */
export function followChanges(catalog: ChangingCatalog, take: (title: CatalogTitle) => void): () => void {
  let version = 0
  return () => {
    if (version === catalog.version()) return
    const changed = catalog.changedSince(version)
    version = catalog.version()
    if (changed === null) {
      for (const title of catalog.titles()) take(title)
      return
    }
    for (const hash of changed) {
      const title = catalog.byHash(hash)
      if (title !== undefined) take(title)
    }
  }
}
