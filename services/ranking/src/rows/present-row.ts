/** From the titles of a row to its message. */
import type { CatalogTitle } from '@upnext/catalog'
import { trackingEncoder } from '@upnext/contracts'
import type { FillStep, Reason, Row, RowItem, RowTitle, RowType } from '@upnext/contracts'
import { LADDER } from './candidate.ts'
import type { Candidate, LadderStep } from './candidate.ts'
import { reasonsOf } from './reasons.ts'
import type { ReasonContext } from './reasons.ts'

export interface RowFacts {
  readonly rowId: string
  readonly type: RowType
  readonly title: RowTitle
  readonly modelId: string
  /** Ties this answer's tracking values together. */
  readonly pageId: string
  readonly nowMs: number
  /** Name of the rows file. */
  readonly rowsVersion: string
  /** See `toVariantText`. */
  readonly variant: string
  /** Items of the row that were shown before. */
  readonly shownBefore?: number
  readonly nextToken?: string
  /** The title that the row is about. */
  readonly about?: CatalogTitle | undefined
}

/** `context`: what reasons may say of the history that the row was made from. */
export function presentRow(candidates: readonly Candidate[], facts: RowFacts, context: ReasonContext): Row {
  const tracking = trackingEncoder({
    modelId: facts.modelId,
    rowsVersion: facts.rowsVersion,
    variant: facts.variant,
    pageId: facts.pageId,
    rowId: facts.rowId,
    rowType: facts.type,
    answeredAtMs: facts.nowMs,
  })
  return {
    rowId: facts.rowId,
    type: facts.type,
    title: facts.title,
    items: candidates.map((candidate, at) => {
      const position = (facts.shownBefore ?? 0) + at
      const reasons = reasonsOf(candidate, context)
      const { propensity = 1, title } = candidate
      const reasonType = reasons[0]?.type ?? 0
      return toRowItem(candidate, reasons, tracking.item({ hash: title.hash, position, reasonType, propensity }))
    }),
    nextToken: facts.nextToken ?? '',
    tracking: tracking.row,
    fill: stepsOf(candidates),
    aboutItemId: facts.about?.itemId ?? '',
  }
}

function toRowItem({ title, score, playback, sponsorship }: Candidate, reasons: Reason[], tracking: string): RowItem {
  return {
    itemId: title.itemId,
    title: title.title,
    kind: title.kind,
    year: title.year ?? undefined,
    genres: [...title.genres],
    artworkUrl: title.artworkUrl,
    score,
    reasons,
    playback,
    sponsorship,
    tracking,
  }
}

/** The steps of the ladder that gave something, in their order. */
function stepsOf(candidates: readonly Candidate[]): FillStep[] {
  const counts = new Map<LadderStep, number>()
  for (const { step = 'own' } of candidates) counts.set(step, (counts.get(step) ?? 0) + 1)
  return LADDER.flatMap((step) => {
    const items = counts.get(step) ?? 0
    return items === 0 ? [] : [{ step, items }]
  })
}
