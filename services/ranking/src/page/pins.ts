/** Pins: titles that a request wants at a place of a row. */
import type { CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import type { RowKind } from '@upnext/rows'
import type { Candidate } from '../rows/candidate.ts'
import { fact } from '../rows/fact.ts'
import type { WantingRow } from './wanting-row.ts'

export interface PinnedTitle {
  readonly title: CatalogTitle
  /** Whether all rules allow it: a wish never brings back what a rule has taken out. A row may move what it has itself in any case. */
  readonly mayComeIn: boolean
  /** `null`: the page's first row whose order is nobody's word. */
  readonly rowId: string | null
  /** 0: the first place. */
  readonly position: number
}

/** Their titles are there for what the viewer, friends or sponsors have done: a pin may move one, and brings in no other. */
const CLOSED: ReadonlySet<RowKind> = new Set(['sponsored', 'friends', 'my_list', 'continue_watching', 'watch_next'])

export interface PinnedRows {
  readonly rows: readonly WantingRow[]
  /** Ids of the rows that hold a pin. */
  readonly pinned: readonly string[]
}

/**
 * The same rows, each pinned title in the one that it is pinned to alone. A pin to a row that is not among them, or that is `pinless`,
 * does nothing, and neither does one that would bring a title into a row where it has no place, or that comes after as many as the row
 * shows: what is pinned is shown, so that no title is kept from the page by a pin.
 */
export function takePins(
  rows: readonly WantingRow[],
  pins: readonly PinnedTitle[],
  pinless: ReadonlySet<string> = new Set(),
): PinnedRows {
  const open = rows.filter(({ draft }) => !pinless.has(draft.rowId))
  // A title stands once on a page, however often it is pinned: the first pin that has a row is the one that counts.
  const placed = new Map<ItemHash, { readonly row: WantingRow; readonly candidate: Candidate }>()
  const held = new Map<WantingRow, number>()
  for (const pin of pins) {
    const { hash } = pin.title
    const row = open.find(({ draft }) => (pin.rowId === null ? !draft.inOrder : draft.rowId === pin.rowId))
    if (row === undefined || placed.has(hash)) continue
    const count = held.get(row) ?? 0
    const candidate = count < row.limit ? toCandidate(pin, row) : null
    if (candidate === null) continue
    placed.set(hash, { row, candidate })
    held.set(row, count + 1)
  }
  if (placed.size === 0) return { rows, pinned: [] }
  const all = [...placed.values()]
  return {
    rows: rows.map((row) => {
      const own = withinReach(
        all.flatMap(({ row: holder, candidate }) => (holder === row ? [candidate] : [])),
        row.limit,
      )
      const others = row.draft.candidates.filter(({ title }) => !placed.has(title.hash))
      return { ...row, draft: { ...row.draft, candidates: [...own, ...others] } }
    }),
    pinned: all.map(({ row }) => row.draft.rowId),
  }
}

/** Each at a place of its own among the first `limit`, as near as can be to the one that it is pinned to. */
function withinReach(pinned: readonly Candidate[], limit: number): Candidate[] {
  const inOrder = pinned.toSorted((a, b) => (a.pinnedAt ?? 0) - (b.pinnedAt ?? 0))
  let next = 0
  return inOrder.map((candidate, at) => {
    const last = limit - (inOrder.length - at)
    const place = Math.min(Math.max(candidate.pinnedAt ?? 0, next), last)
    next = place + 1
    return { ...candidate, pinnedAt: place }
  })
}

/** Puts pinned titles at their places, the others around them; where a row is shorter, at its end. */
export function placePins(titles: readonly Candidate[]): Candidate[] {
  const row = titles.filter(({ pinnedAt }) => pinnedAt === undefined)
  const pinned = titles.filter(({ pinnedAt }) => pinnedAt !== undefined)
  // In ascending order, so that one pin does not push another from its place.
  for (const title of pinned.toSorted((a, b) => (a.pinnedAt ?? 0) - (b.pinnedAt ?? 0))) {
    const at = Math.min(title.pinnedAt ?? 0, row.length)
    // Scores descend through a row: a pinned title's is that of the one whose place it takes.
    row.splice(at, 0, { ...title, score: row[at]?.score ?? row.at(-1)?.score ?? title.score })
  }
  return row
}

/** What the row has itself stays what it is, but for its place. `null`: the title has no place in the row. */
function toCandidate({ title, mayComeIn, position }: PinnedTitle, { spec, draft }: WantingRow): Candidate | null {
  const own = draft.candidates.find((candidate) => candidate.title.hash === title.hash)
  if (own === undefined) {
    const causes = [fact(ReasonType.REASON_TYPE_PINNED)]
    return CLOSED.has(spec.type) || !mayComeIn ? null : { title, score: 1, causes, pinnedAt: position }
  }
  // Chance may have drawn it, and had no hand in its place.
  const { propensity: _, ...rest } = { ...own }
  return { ...rest, pinnedAt: position }
}
