import type { GetNextToWatchResponse } from '@upnext/contracts'
import type { CallContext } from '@upnext/service-kit'
import { withNamedTitle } from '../facts/history.ts'
import type { NextRequest } from '../request/next-request.ts'
import { answerRows } from './answer-rows.ts'
import { AS_SCORED, singleRow } from './single-row.ts'
import { namedTitle } from './sources.ts'
import type { AnswerSources } from './sources.ts'
import { seedOf, whoAsks } from './who-asks.ts'

/**
 * Answers "next to watch": a page of one row, in the order of the scores. Rejects with NOT_FOUND where the finished title is unknown; a
 * missing dependency degrades instead.
 */
export async function answerNext(
  request: NextRequest,
  context: CallContext,
  sources: AnswerSources,
): Promise<GetNextToWatchResponse> {
  const { audience, finishedItemId, limit, excludeItemIds, wishes } = request
  const finished = finishedItemId === null ? null : namedTitle(sources, finishedItemId)
  const asker = await whoAsks({ audience, facts: request.facts, impressions: false }, context, sources)
  // In one piece: catalogue, model and clock are of one moment.
  return sources.inTurn(context, () => {
    const nowMs = sources.clock.now()
    const named = finishedItemId === null ? [] : [finishedItemId, ...(finished === null ? [] : [finished.itemId])]
    const { rows, info } = answerRows(
      {
        requestId: context.requestId,
        pageId: sources.newPageId(),
        asker,
        about: finished,
        history: finished === null ? asker.history : withNamedTitle(asker.history, finished.hash),
        excludedIds: [...excludeItemIds, ...named],
        wishes,
        specs: [singleRow('next_to_watch', limit)],
        budget: {},
        list: { ...AS_SCORED, exploration: sources.rows.list.exploration },
        seed: seedOf(audience, context.requestId, null, nowMs),
        more: null,
        served: sources.holder.current(),
        nowMs,
        rowsVersion: sources.rows.name,
        variants: [],
      },
      sources,
    )
    return { row: rows[0], info }
  })
}
