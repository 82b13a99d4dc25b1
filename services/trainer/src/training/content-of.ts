/** What the catalogue knows of titles, as far as a model uses it. */
import { contentTokens } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { contentMatrix, contentRows } from '@upnext/recsys'
import type { BuildProgress, RowSet } from '@upnext/recsys'

/** Rows recommend movies and series that are there: these are in a model before anybody has watched them. */
export function mayBeRecommended({ kind, withdrawn }: CatalogTitle): boolean {
  return !withdrawn && (kind === ItemKind.ITEM_KIND_MOVIE || kind === ItemKind.ITEM_KIND_SERIES)
}

/** Rows of titles that are about the same, by the numbers of `items`; `null` where the catalogue is empty. */
export function* contentOf(
  items: readonly ItemHash[],
  catalog: readonly CatalogTitle[],
  neighbours: number,
): Generator<BuildProgress, RowSet | null> {
  if (catalog.length === 0) return null
  const titles = new Map(catalog.map((title) => [title.hash, title]))
  const tokens = items.map((hash) => {
    const title = titles.get(hash)
    return title === undefined ? [] : contentTokens(title)
  })
  return yield* contentRows(yield* contentMatrix(tokens), neighbours)
}
