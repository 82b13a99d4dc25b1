import type { GetSimilarItemsResponse } from '@upnext/contracts'
import type { CallContext } from '@upnext/service-kit'
import { askingNobody } from '../facts/asker.ts'
import type { SimilarRequest } from '../request/similar-request.ts'
import { NO_WISHES } from '../request/wishes.ts'
import { answerRows } from './answer-rows.ts'
import { AS_SCORED, singleRow } from './single-row.ts'
import { namedTitle } from './sources.ts'
import type { AnswerSources } from './sources.ts'

/** Answers "similar to this", the same to everybody. Rejects with NOT_FOUND where the title is unknown. */
export function answerSimilar(
  request: SimilarRequest,
  context: CallContext,
  sources: AnswerSources,
): Promise<GetSimilarItemsResponse> {
  const { itemId: askedItemId, limit, excludeItemIds } = request
  return sources.inTurn(context, () => {
    const about = namedTitle(sources, askedItemId)
    const { rows, info } = answerRows(
      {
        requestId: context.requestId,
        pageId: sources.newPageId(),
        asker: askingNobody(request.facts),
        isForAsker: false,
        about,
        excludedIds: [...excludeItemIds, askedItemId, about.itemId],
        wishes: NO_WISHES,
        specs: [singleRow('more_like_this', limit)],
        budget: {},
        list: AS_SCORED,
        seed: context.requestId,
        more: null,
        served: sources.holder.current(),
        nowMs: sources.clock.now(),
        rowsVersion: sources.rows.name,
        variants: [],
      },
      sources,
    )
    return { row: rows[0], info }
  })
}
