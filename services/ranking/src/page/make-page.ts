/** Makes a page: asks every row of the file for its titles, and deals them out. Pure: all it may know is in the context. */
import type { Arrange, ListTally } from '@upnext/recsys'
import type { Budget, RowSpec } from '@upnext/rows'
import { nextTitle } from '../rows/kinds/next-to-watch.ts'
import { lastResort } from '../rows/ladder.ts'
import { makeRows } from '../rows/makers.ts'
import { filteredContext } from '../rows/row-context.ts'
import { rowIdAbout } from '../rows/row-id.ts'
import type { RowContext, RowDraft } from '../rows/row-maker.ts'
import type { TitleBoost } from '../rules/wishes.ts'
import { dealTitles } from './deal-titles.ts'
import type { DealtRow } from './deal-titles.ts'
import { pageOrdering } from './page-ordering.ts'
import type { PinnedTitle } from './pins.ts'
import { isForAudience } from './row-audience.ts'
import { MOST_REST } from './row-token.ts'
import type { TraitsOf } from './title-traits.ts'
import type { WantingRow } from './wanting-row.ts'

export interface PageWishes {
  readonly rows: readonly RowSpec[]
  readonly budget: Budget
  /** Whether rows will be gone on with: then more is looked for than is shown. */
  readonly more: boolean
  readonly boosts: readonly TitleBoost[]
  readonly pins: readonly PinnedTitle[]
}

export interface PageTools {
  readonly arrange: Arrange
  readonly traitsOf: TraitsOf
  readonly tally: ListTally
}

/** A row that goes on, or whose titles other rows want too, looks for so many times as many as it shows. */
const DEPTH = 3
/** Of a short row, which other rows may take much of. */
const LEAST_DEPTH = 60
/** A boost can only raise what was found. */
const BOOSTED_DEPTH = 200
const NO_LIMIT = 1000

/** In the order of the page; empty only where the rules allow no title at all. */
export function makePage(wishes: PageWishes, context: RowContext, tools: PageTools): DealtRow[] {
  const { rows, budget, boosts, pins } = wishes
  const wanting = capSponsored(withoutDoubles(rows.flatMap((spec) => rowsOf(spec, wishes, context))))
  const dealing = {
    pins,
    mostRows: budget.rows ?? NO_LIMIT,
    newOrdering: pageOrdering({ context, boosts, pins, ...tools }),
  }
  const page = dealTitles(wanting, dealing)
  if (page.length > 0) return page
  // Rather short rows than an empty screen, and rather titles seen before than nothing.
  const short = dealTitles(
    wanting.map((row) => ({ ...row, least: 1 })),
    dealing,
  )
  if (short.length > 0) return short
  return dealTitles([lastRow(wishes, context)], { ...dealing, mostRows: 1 })
}

function rowsOf(spec: RowSpec, wishes: PageWishes, context: RowContext): WantingRow[] {
  if (!isForAudience(spec, context.asker.audience)) return []
  const limit = limitOf(spec, wishes)
  const drafts = makeRows(spec, filteredContext({ ...context, depth: depthOf(limit, wishes) }, spec.fits))
  return drafts.map((draft) => ({ spec, draft, limit, least: spec.min_items }))
}

/** Two lines of the file may come to the same genre, or to the same title: the first has it, so that an id names one row of a page. */
function withoutDoubles(rows: readonly WantingRow[]): WantingRow[] {
  const ids = new Set<string>()
  return rows.filter(({ draft: { rowId } }) => ids.size < ids.add(rowId).size)
}

function limitOf({ items }: RowSpec, { budget }: PageWishes): number {
  return Math.min(items, budget.items ?? items)
}

function depthOf(limit: number, { more, boosts, rows }: PageWishes): number {
  if (boosts.length > 0) return Math.max(limit, BOOSTED_DEPTH)
  return more || rows.length > 1 ? Math.min(Math.max(limit * DEPTH, LEAST_DEPTH), limit + MOST_REST) : limit
}

/** What is paid for takes no more of a page than the file says, however many rows it has, and does not go on behind it either. */
function capSponsored(rows: readonly WantingRow[]): WantingRow[] {
  let used = 0
  return rows.flatMap((row) => {
    if (row.spec.type !== 'sponsored') return [row]
    const left = row.spec.most_per_page - used
    const limit = Math.min(row.limit, row.draft.candidates.length, left)
    if (limit <= 0) return []
    used += limit
    return [{ ...row, limit, ends: true }]
  })
}

/** Whatever is allowed, under the name of the row that was asked for alone, if one was. */
function lastRow(wishes: PageWishes, context: RowContext): WantingRow {
  const [only] = wishes.rows
  // On a page it is no line of the file: those have their say, and found nothing.
  const spec: RowSpec = only === undefined || wishes.more ? LAST_ROW : only
  const limit = limitOf(spec, wishes)
  const candidates = lastResort({ ...context, depth: depthOf(limit, wishes) })
  const rowId =
    spec.type === 'more_like_this' && context.about !== null ? rowIdAbout('similar', context.about.itemId) : spec.id
  const titleFor: RowDraft['titleFor'] = (shown) => nextTitle(spec, shown, context)
  return { spec, limit, least: 0, draft: { rowId, title: titleFor([]), titleFor, candidates, inOrder: false } }
}

const LAST_ROW: RowSpec = {
  type: 'next_to_watch',
  id: 'next-to-watch',
  items: 20,
  min_items: 1,
  priority: 0,
  fill: true,
  fits: null,
}
