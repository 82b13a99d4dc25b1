/** Answers a screen of rows. */
import { fingerprint, itemHashToBytes, toVariantText, trackingEncoder } from '@upnext/contracts'
import type { AnswerInfo, GetPageResponse, RowTitle } from '@upnext/contracts'
import { applyVariants, variantsOf } from '@upnext/rows'
import type { Budget } from '@upnext/rows'
import { invalidArgument } from '@upnext/service-kit'
import type { CallContext } from '@upnext/service-kit'
import type { Asker } from '../facts/asker.ts'
import type { DealtRow } from '../page/deal-titles.ts'
import { isForAudience } from '../page/row-audience.ts'
import { MOST_REST, encodeRowToken, packFingerprints } from '../page/row-token.ts'
import { unlearned } from '../model/served-model.ts'
import type { Audience } from '../request/audience.ts'
import type { PageRequest, RequestBudget } from '../request/page-request.ts'
import { ROW_TYPES } from '../rows/row-types.ts'
import { answerRows } from './answer-rows.ts'
import { namedTitle } from './sources.ts'
import type { AnswerSources } from './sources.ts'
import { seedOf, whoAsksWithFriends } from './who-asks.ts'

/**
 * Rejects with INVALID_ARGUMENT where the rows file has no such page, and with NOT_FOUND where the title that it is to be about is unknown; a
 * missing dependency degrades instead.
 */
export async function answerPage(
  request: PageRequest,
  context: CallContext,
  sources: AnswerSources,
): Promise<GetPageResponse> {
  const { audience, budget, excludeItemIds, facts, itemId, wishes } = request
  const { rows: file } = sources
  const variants = variantsOf(file, audience.kind === 'viewer' ? audience.key : null)
  const served = applyVariants(file, request.page, variants)
  if (served === null) throw unknownPage(request.page, [...file.pages.keys()])
  const { page, list } = served
  const assigned = variants.map(({ experiment, variant }) => ({ experiment, variant: variant.id }))
  const about = itemId === null ? null : namedTitle(sources, itemId)
  const wantsFriends = ({ audience: who }: Asker): boolean =>
    page.rows.some((row) => row.type === 'friends' && isForAudience(row, who))
  const { asker, friends } = await whoAsksWithFriends(request, wantsFriends, context, sources)
  // In one piece: catalogue, model and clock are of one moment.
  return sources.inTurn(context, () => {
    const nowMs = sources.clock.now()
    const model = sources.holder.current()
    const { requestId } = context
    const pageId = sources.newPageId()
    const answered = answerRows(
      {
        requestId,
        pageId,
        asker,
        friends,
        about,
        excludedIds: [
          ...excludeItemIds,
          ...(itemId === null ? [] : [itemId]),
          ...(about === null ? [] : [about.itemId]),
        ],
        wishes,
        specs: page.rows,
        budget: budgetOf(budget, facts.device === null ? undefined : file.budgets.get(facts.device)),
        list,
        seed: seedOf(audience, requestId, request.sessionId, nowMs),
        more: tokenOf,
        served: model === null || served.ranker === 'learned' ? model : unlearned(model),
        nowMs,
        rowsVersion: file.name,
        variants: assigned,
      },
      sources,
    )
    const { info } = answered
    // Where no title is allowed, there is no row to show either.
    const rows = answered.rows.filter(({ items }) => items.length > 0)
    return { pageId, rows, info, tracking: pageTracking(info, pageId, nowMs) }

    function tokenOf({ draft, limit, rest, shown, spec }: DealtRow, title: RowTitle): string {
      return encodeRowToken({
        asker: askerMark(audience),
        page: page.id,
        specId: spec.id,
        rowId: draft.rowId,
        type: ROW_TYPES[spec.type],
        title,
        pageId,
        rowsVersion: file.name,
        variant: toVariantText(assigned),
        about: about === null ? Buffer.alloc(0) : itemHashToBytes(about.hash),
        aboutItemId: draft.about?.itemId ?? '',
        shown: shown.length,
        limit,
        watchedBefore: rest.some(({ step }) => step === 'watched_before'),
        rest: packFingerprints(rest.slice(0, MOST_REST).map(({ title }) => title.fingerprint)),
      })
    }
  })
}

/** Tells whose page a token belongs to without saying who it is. All guests are alike: of them nothing is kept. */
export function askerMark(audience: Audience): number {
  return audience.kind === 'viewer' ? fingerprint(audience.key) : 0
}

/** What the request wants, within what the device's own budget says where the request says nothing. */
function budgetOf({ rows, items }: RequestBudget, device: Budget | undefined): Budget {
  return { rows: rows ?? device?.rows, items: items ?? device?.items }
}

function unknownPage(page: string, known: readonly string[]): Error {
  return invalidArgument([
    { field: 'page', description: `the rows file has no page ${JSON.stringify(page)}, only: ${known.join(', ')}` },
  ])
}

function pageTracking(info: AnswerInfo, pageId: string, answeredAtMs: number): string {
  return trackingEncoder({
    modelId: info.modelId,
    rowsVersion: info.rowsVersion,
    variant: toVariantText(info.variants),
    pageId,
    rowId: '',
    rowType: 0,
    answeredAtMs,
  }).row
}
