import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'

/** The title that an id stands for: of a season or an episode its series, where the catalogue has it. Withdrawn ones too. */
export function findTitle(catalog: Pick<Catalog, 'byId'>, itemId: string): CatalogTitle | undefined {
  const title = catalog.byId(itemId)
  return title === undefined ? undefined : wholeOf(catalog, title)
}

/** The same for a title: itself, or the series that it is a part of. */
export function wholeOf(catalog: Pick<Catalog, 'byId'>, title: CatalogTitle): CatalogTitle {
  return isPart(title) ? (catalog.byId(title.seriesId) ?? title) : title
}

function isPart({ kind, seriesId }: CatalogTitle): boolean {
  return seriesId !== '' && (kind === ItemKind.ITEM_KIND_SEASON || kind === ItemKind.ITEM_KIND_EPISODE)
}
