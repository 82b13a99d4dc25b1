/** From the titles of a row to its message. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { itemHashToBytes } from '@upnext/contracts'
import type { ItemHash, Reason, Row, RowItem, RowTitle, RowType, Tracking } from '@upnext/contracts'
import type { AudienceFacts } from '../facts/audience.ts'
import type { HistoryTitle } from '../facts/history.ts'
import { mayBeNamed } from '../rules/audience.ts'
import type { Candidate } from './candidate.ts'
import { reasonsOf } from './reasons.ts'
import { encodeTracking } from './tracking.ts'

/** Version of the rows that this code declares. */
const ROWS_VERSION = 'builtin-2'

export interface RowFacts {
  readonly rowId: string
  readonly type: RowType
  readonly title: RowTitle
  readonly modelId: string
  /** Ties this answer's tracking values together. */
  readonly pageId: string
  readonly nowMs: number
  readonly audience: AudienceFacts
  /** What reasons may name. */
  readonly history: readonly HistoryTitle[]
}

export function presentRow(candidates: readonly Candidate[], facts: RowFacts, catalog: Pick<Catalog, 'byHash'>): Row {
  const context = {
    catalog,
    history: new Map<ItemHash, HistoryTitle>(facts.history.map((title) => [title.hash, title])),
    mayBeNamed: (title: CatalogTitle) => mayBeNamed(title, facts.audience),
  }
  const page: Tracking = {
    modelId: facts.modelId,
    rowsVersion: ROWS_VERSION,
    variant: '',
    pageId: facts.pageId,
    rowId: facts.rowId,
    item: Buffer.alloc(0),
    position: 0,
    reasonType: 0,
    propensity: 1,
    answeredAtMs: facts.nowMs,
  }
  return {
    rowId: facts.rowId,
    type: facts.type,
    title: facts.title,
    items: candidates.map((candidate, position) =>
      toRowItem(candidate, reasonsOf(candidate, context), { ...page, position }),
    ),
    nextToken: '',
    tracking: encodeTracking(page),
  }
}

function toRowItem({ title, score, propensity = 1 }: Candidate, reasons: Reason[], tracking: Tracking): RowItem {
  const item = itemHashToBytes(title.hash)
  return {
    itemId: title.itemId,
    title: title.title,
    kind: title.kind,
    year: title.year ?? undefined,
    genres: [...title.genres],
    artworkUrl: title.artworkUrl,
    score,
    reasons,
    tracking: encodeTracking({ ...tracking, item, propensity, reasonType: reasons[0]?.type ?? 0 }),
  }
}
