/** Titles by when their availability windows open and close, so that a row of what is new or leaving reads no others. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import type { Clock } from '@upnext/ports'
import type { ChangingCatalog } from '../catalogue/follow-changes.ts'
import { createSortedEntries } from '../catalogue/sorted-entries.ts'

export interface WindowOrder {
  /** Takes in what has changed, as every question does: for whoever would rather not have the first question wait for a whole catalogue. */
  update(): void
  /** Opened at or after `fromMs`, at or before `toMs`; newest first. A title comes once for each such time. */
  opened(fromMs: number, toMs: number): IterableIterator<WindowEdge>
  /** Closes after `fromMs`, at or before `toMs`; soonest first. */
  closing(fromMs: number, toMs: number): IterableIterator<WindowEdge>
}

/** At most about a second old while very much changes: whoever reads it looks at the title as it is now. */
export interface WindowEdge {
  readonly hash: ItemHash
  readonly atMs: number
}

type Window = CatalogTitle['windows'][number]

export function createWindowOrder(catalog: ChangingCatalog, clock: Clock): WindowOrder {
  const edges = (timeOf: (window: Window) => number | undefined) =>
    createSortedEntries(catalog, clock, { entriesOf: (title) => edgesOf(title, timeOf), compare: byTimeThenHash })
  const openings = edges(({ startsAtMs }) => startsAtMs)
  const closings = edges(({ endsAtMs }) => endsAtMs)

  return {
    update() {
      openings.current()
      closings.current()
    },
    *opened(fromMs, toMs) {
      const list = openings.recent()
      for (let at = firstAfter(list, toMs) - 1; at >= 0; at--) {
        const edge = list[at]
        if (edge === undefined || edge.atMs < fromMs) return
        yield edge
      }
    },
    *closing(fromMs, toMs) {
      const list = closings.recent()
      for (let at = firstAfter(list, fromMs); at < list.length; at++) {
        const edge = list[at]
        if (edge === undefined || edge.atMs > toMs) return
        yield edge
      }
    },
  }
}

function edgesOf({ hash, windows }: CatalogTitle, timeOf: (window: Window) => number | undefined): WindowEdge[] {
  const times = new Set(windows.map(timeOf))
  return [...times].flatMap((atMs) => (atMs === undefined ? [] : [{ hash, atMs }]))
}

/** Equal times by hash, so that every replica has the same order. */
function byTimeThenHash(a: WindowEdge, b: WindowEdge): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs
  if (a.hash === b.hash) return 0
  return a.hash < b.hash ? -1 : 1
}

/** Place of the first that is later; the length where none is. */
function firstAfter(edges: readonly WindowEdge[], atMs: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle]?.atMs ?? Infinity) > atMs) high = middle
    else low = middle + 1
  }
  return low
}
