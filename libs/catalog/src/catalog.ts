/**
 * The catalogue in memory: every title's newest document, found by id, hash or fingerprint.
 *
 * Of two documents of a title the higher revision wins, at equal revisions the one applied later; a reader therefore applies a
 * title's records in log order, as often as it likes. A withdrawn title stays, so that histories and reasons keep its name.
 */
import { itemHash } from '@upnext/contracts'
import type { CatalogRecord, ItemHash } from '@upnext/contracts'
import { createShare, toTitle } from './title.ts'
import type { CatalogTitle } from './title.ts'

export interface Catalog {
  /** Takes one document in, or says why not. Never throws. */
  apply(record: CatalogRecord): Applied
  byHash(hash: ItemHash): CatalogTitle | undefined
  byId(itemId: string): CatalogTitle | undefined
  /** All titles whose hash starts with this u32: hardly ever more than one. */
  byFingerprint(fingerprint: number): readonly CatalogTitle[]
  /** Every title, withdrawn ones included, in the order in which they first came. */
  titles(): IterableIterator<CatalogTitle>
  /** Number of titles, withdrawn ones included. */
  size(): number
  /** Grows with every change: what was computed from the catalogue is current while this is the same. */
  version(): number
  /**
   * What was added or updated since that version, oldest first, a title once for each change; `null` where that was too many changes
   * ago to be remembered. For indexes, which need not go through all titles then.
   */
  changedSince(version: number): readonly ItemHash[] | null
}

/** Changes that are remembered at least. */
export const REMEMBERED_CHANGES = 5000

export type Applied =
  | 'added'
  | 'updated'
  /** A higher revision is known already. */
  | 'stale'
  /** No item, or an item without id. */
  | 'invalid'
  /** Another title has the same hash. The first one stays; this one needs another id. */
  | 'collision'

export interface CatalogOptions {
  /** Another hash function, for tests of collisions. */
  readonly hashOf?: (itemId: string) => ItemHash
}

export function createCatalog({ hashOf = itemHash }: CatalogOptions = {}): Catalog {
  const titles = new Map<ItemHash, CatalogTitle>()
  const hashes = new Map<number, readonly ItemHash[]>()
  const share = createShare()
  const changes: ItemHash[] = []
  let version = 0

  const apply = ({ item }: CatalogRecord): Applied => {
    if (item === undefined || item.itemId === '') return 'invalid'
    const hash = hashOf(item.itemId)
    const known = titles.get(hash)
    if (known !== undefined && known.itemId !== item.itemId) return 'collision'
    if (known !== undefined && known.revision > item.revision) return 'stale'
    const title = toTitle(item, hash, share, known?.number ?? titles.size)
    titles.set(hash, title)
    version += 1
    if (changes.length >= 2 * REMEMBERED_CHANGES) changes.splice(0, REMEMBERED_CHANGES)
    changes.push(hash)
    if (known !== undefined) return 'updated'
    hashes.set(title.fingerprint, [...(hashes.get(title.fingerprint) ?? []), hash])
    return 'added'
  }

  const byId = (itemId: string): CatalogTitle | undefined => {
    const title = titles.get(hashOf(itemId))
    return title?.itemId === itemId ? title : undefined
  }

  return {
    apply,
    byHash: (hash) => titles.get(hash),
    byId,
    byFingerprint: (fingerprint) =>
      (hashes.get(fingerprint) ?? []).map((hash) => titles.get(hash)).filter((title) => title !== undefined),
    titles: () => titles.values(),
    size: () => titles.size,
    version: () => version,
    changedSince(since) {
      const count = version - since
      return count <= changes.length ? changes.slice(changes.length - count) : null
    },
  }
}
