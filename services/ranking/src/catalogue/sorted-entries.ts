/**
 * Entries made of the catalogue's titles, kept in order change by change: putting a large catalogue in order within a request would take
 * longer than the request may.
 */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import type { Clock } from '@upnext/ports'
import { followChanges } from './follow-changes.ts'
import type { ChangingCatalog } from './follow-changes.ts'
import { insertSorted, removeSorted } from './sorted-list.ts'

export interface SortedEntries<Entry> {
  /** Current, or at most about a second old while very much changes. */
  recent(): readonly Entry[]
  current(): readonly Entry[]
}

export interface EntryOrder<Entry> {
  /** No two of them equal in `compare`. */
  readonly entriesOf: (title: CatalogTitle) => readonly Entry[]
  /** 0 only for an entry and itself. */
  readonly compare: (a: Entry, b: Entry) => number
}

/** Changes that are taken in one by one. With more, all entries are gone through, and that once a second is enough. */
export const FEW_CHANGES = 32
const LONGEST_AGE_MS = 1000

export function createSortedEntries<Entry>(
  catalog: ChangingCatalog,
  clock: Clock,
  { entriesOf, compare }: EntryOrder<Entry>,
): SortedEntries<Entry> {
  const entries = new Map<ItemHash, readonly Entry[]>()
  const changed = new Map<ItemHash, CatalogTitle>()
  let list: Entry[] = []
  let version = 0
  let sortedAtMs = -Infinity
  const findChanged = followChanges(catalog, (title) => changed.set(title.hash, title))

  const current = (): readonly Entry[] => {
    if (version === catalog.version()) return list
    findChanged()
    version = catalog.version()
    const gone = [...changed.keys()].flatMap((hash) => entries.get(hash) ?? [])
    const come = Array.from(changed.values(), (title) => {
      const own = entriesOf(title)
      if (own.length === 0) entries.delete(title.hash)
      else entries.set(title.hash, own)
      return own
    }).flat()
    if (changed.size <= FEW_CHANGES) {
      for (const entry of gone) removeSorted(list, entry, compare)
      for (const entry of come) insertSorted(list, entry, compare)
    } else {
      const left = new Set(gone)
      // What has come, in order, behind what is in order: sorting merges the two.
      list = [...list.filter((entry) => !left.has(entry)), ...come.sort(compare)].sort(compare)
      sortedAtMs = clock.now()
    }
    changed.clear()
    return list
  }

  return {
    current,
    recent: () =>
      catalog.version() - version > FEW_CHANGES && clock.now() - sortedAtMs < LONGEST_AGE_MS ? list : current(),
  }
}
