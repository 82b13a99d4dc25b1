/** Deals a page's titles out to its rows: every title to one row, the row with the higher priority first. Pure. */
import type { CatalogTitle } from '@upnext/catalog'
import type { Candidate } from '../rows/candidate.ts'
import { extended } from '../rows/extended.ts'
import { takePins } from './pins.ts'
import type { PinnedTitle } from './pins.ts'
import type { WantingRow } from './wanting-row.ts'

export interface DealtRow extends WantingRow {
  readonly shown: readonly Candidate[]
  /** What would come next: none that stands anywhere on the page. */
  readonly rest: readonly Candidate[]
}

/** Puts titles in order while they are dealt, row by row; one for each dealing. */
export interface Ordering {
  /**
   * The titles that a row can still have in the order in which it shows them, and goes on with. What it answers must be of `free`, or titles
   * that no other row wants and that are not taken.
   */
  order(row: WantingRow, free: readonly Candidate[], isTaken: (title: CatalogTitle) => boolean): readonly Candidate[]
  /** Told what a row has got. */
  shown(titles: readonly Candidate[]): void
}

export interface Dealing {
  readonly mostRows: number
  readonly newOrdering: () => Ordering
  readonly pins?: readonly PinnedTitle[]
}

/** After so many dealings no more rows are tried: those that fit then are the page. */
const MOST_TRIES = 2

/**
 * Rows that found enough titles, in the order of `rows`, at most `mostRows`. Deals until rows that do not stand on the page, for want of
 * titles or of a place, keep none from those that do, neither as their own nor by a pin: each dealing is among fewer rows or pins than the
 * one before. Ids of rows differ.
 */
export function dealTitles(rows: readonly WantingRow[], { mostRows, newOrdering, pins = [] }: Dealing): DealtRow[] {
  const pinless = new Set<string>()
  let among = rows
  for (let tries = 0; ; tries++) {
    const { rows: wanting, pinned } = takePins(among, pins, pinless)
    const dealt = dealOnce(wanting, newOrdering())
    const found = new Set(dealt.map(({ draft }) => draft.rowId))
    const lost = pinned.filter((rowId) => !found.has(rowId))
    if (dealt.length > mostRows) among = rowsThatFit(among, dealt.slice(0, mostRows), tries < MOST_TRIES)
    else if (lost.length === 0) return dealt
    else for (const rowId of lost) pinless.add(rowId)
  }
}

/** `again`: with those between them that found too little, because rows below may have had their titles. */
function rowsThatFit(among: readonly WantingRow[], fitting: readonly DealtRow[], again: boolean): WantingRow[] {
  const ids = new Set(fitting.map(({ draft }) => draft.rowId))
  const end = among.findLastIndex(({ draft }) => ids.has(draft.rowId)) + 1
  return among.slice(0, end).filter(({ draft }) => again || ids.has(draft.rowId))
}

function dealOnce(rows: readonly WantingRow[], ordering: Ordering): DealtRow[] {
  const taken = new Set<number>()
  const isTaken = ({ number }: CatalogTitle): boolean => taken.has(number)
  const shownBy = new Map<WantingRow, readonly Candidate[]>()
  const orderOf = new Map<WantingRow, readonly Candidate[]>()
  // Sorting keeps rows of equal priority in the page's order.
  for (const row of rows.toSorted((a, b) => b.spec.priority - a.spec.priority)) {
    const free = row.draft.candidates.filter(({ title }) => !isTaken(title))
    const ordered = free.length === 0 ? free : ordering.order(row, free, isTaken)
    const shown = ordered.slice(0, row.limit)
    // A screen that shows fewer than the row wants at least is no reason to leave it out.
    if (shown.length < Math.min(row.least, row.limit)) continue
    for (const { title } of shown) taken.add(title.number)
    ordering.shown(shown)
    shownBy.set(row, shown)
    orderOf.set(row, ordered)
  }
  return rows.flatMap((row) => {
    const shown = shownBy.get(row)
    if (shown === undefined) return []
    if (row.ends === true) return [extended(row, { shown, rest: [] })]
    const rest = (orderOf.get(row) ?? []).filter(({ title }) => !isTaken(title))
    return [extended(row, { shown, rest })]
  })
}
