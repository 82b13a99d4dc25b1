import { RowType } from '@upnext/contracts'
import type { GetSimilarItemsResponse } from '@upnext/contracts'
import type { CallContext } from '@upnext/service-kit'
import { combineFacts } from '../facts/audience.ts'
import type { SimilarRequest } from '../request/similar-request.ts'
import { presentRow } from '../rows/present-row.ts'
import { similarTitles } from '../rows/similar-titles.ts'
import { answerInfo } from './answer-info.ts'
import { missingParts, namedTitle } from './sources.ts'
import type { AnswerSources } from './sources.ts'

/** Answers "similar to this". Throws NOT_FOUND where the title is unknown. */
export function answerSimilar(
  request: SimilarRequest,
  context: CallContext,
  sources: AnswerSources,
): GetSimilarItemsResponse {
  const { itemId: askedItemId, limit, excludeItemIds } = request
  const asked = namedTitle(sources, askedItemId)
  const audience = combineFacts(request.facts, null)
  const served = sources.holder.current()
  const row = similarTitles({ asked, askedItemId, audience, excludeItemIds, limit, served }, sources)
  const facts = {
    rowId: `similar:${asked.itemId}`,
    type: RowType.ROW_TYPE_SIMILAR,
    title: { template: 'similar_to', parameters: { title: asked.title }, text: `Similar to ${asked.title}` },
    modelId: served?.id ?? '',
    pageId: context.requestId,
    nowMs: sources.clock.now(),
    audience,
    history: row.history,
  }
  return {
    row: presentRow(row.titles, facts, sources.catalog),
    info: answerInfo({
      requestId: context.requestId,
      served,
      asker: null,
      viewerTopic: sources.viewerTopic,
      degradedReasons: missingParts(sources),
      personalized: false,
      removed: row.removed,
    }),
  }
}
