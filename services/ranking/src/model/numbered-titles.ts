/**
 * The titles of the catalogue by the numbers of a model. Scoring and popular lists ask about hundreds of them for one page, and by hash
 * each costs a look-up of text.
 */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import type { LiveModel } from '@upnext/recsys'

export type NumberedCatalog = Pick<Catalog, 'byHash' | 'version' | 'changedSince'>

interface Found {
  /** Of those asked for; a title that has changed since is looked up again. */
  readonly titles: (CatalogTitle | undefined)[]
  readonly version: number
}

const found = new WeakMap<NumberedCatalog, WeakMap<LiveModel, Found>>()

/** Answers each title as it is now; `undefined` where the catalogue does not have it. To be asked for anew where time may have passed. */
export function numberedTitles(catalog: NumberedCatalog, live: LiveModel): (item: number) => CatalogTitle | undefined {
  const { titles } = currentOf(catalog, live)
  return (item) => (titles[item] ??= catalog.byHash(live.index.hashOf(item)))
}

/** The same by hash, also of titles that the model does not know: a model's number is nearer than a title of the catalogue. */
export function titlesByHash(catalog: NumberedCatalog, live: LiveModel): (hash: ItemHash) => CatalogTitle | undefined {
  const titleOf = numberedTitles(catalog, live)
  return (hash) => {
    const item = live.index.numberOf(hash)
    return item === undefined ? catalog.byHash(hash) : titleOf(item)
  }
}

function currentOf(catalog: NumberedCatalog, live: LiveModel): Found {
  const byModel = found.get(catalog) ?? new WeakMap<LiveModel, Found>()
  found.set(catalog, byModel)
  const known = byModel.get(live)
  const version = catalog.version()
  if (known?.version === version) return known
  const current = { titles: stillCurrent(known, catalog, live), version }
  byModel.set(live, current)
  return current
}

function stillCurrent(known: Found | undefined, catalog: NumberedCatalog, live: LiveModel): Found['titles'] {
  const changed = known === undefined ? null : catalog.changedSince(known.version)
  // With room from the start: an array with great holes in it is slow.
  if (known === undefined || changed === null) return Array<CatalogTitle | undefined>(live.index.size()).fill(undefined)
  for (const hash of changed) {
    const item = live.index.numberOf(hash)
    if (item !== undefined && item < known.titles.length) known.titles[item] = undefined
  }
  return known.titles
}
