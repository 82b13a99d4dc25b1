import { RowType } from '@upnext/contracts'
import type { GetNextToWatchResponse } from '@upnext/contracts'
import type { CallContext } from '@upnext/service-kit'
import { askingGuest, askingViewer } from '../facts/asker.ts'
import type { Asker } from '../facts/asker.ts'
import { findTitle } from '../facts/find-title.ts'
import type { NextRequest } from '../request/next-request.ts'
import { nextToWatch } from '../rows/next-to-watch.ts'
import { presentRow } from '../rows/present-row.ts'
import { answerInfo } from './answer-info.ts'
import { missingParts, namedTitle } from './sources.ts'
import type { AnswerSources } from './sources.ts'

/** Answers "next to watch". Rejects with NOT_FOUND where the finished title is unknown; a missing dependency degrades instead. */
export async function answerNext(
  request: NextRequest,
  context: CallContext,
  sources: AnswerSources,
): Promise<GetNextToWatchResponse> {
  const { finishedItemId, limit, excludeItemIds } = request
  const finished = finishedItemId === null ? null : namedTitle(sources, finishedItemId)
  const asker = await whoAsks(request, context, sources)
  // From here on nothing waits: catalogue, model and clock are of one moment.
  const served = sources.holder.current()
  const { audience } = request
  const seed = audience.kind === 'viewer' ? audience.key : context.requestId
  const row = nextToWatch({ asker, finished, finishedItemId, excludeItemIds, limit, served, seed }, sources)
  const facts = {
    rowId: 'next-to-watch',
    type: RowType.ROW_TYPE_NEXT_TO_WATCH,
    title: row.title,
    modelId: served?.id ?? '',
    pageId: context.requestId,
    nowMs: sources.clock.now(),
    audience: asker.audience,
    history: row.history,
  }
  return {
    row: presentRow(row.titles, facts, sources.catalog),
    info: answerInfo({
      requestId: context.requestId,
      served,
      asker,
      viewerTopic: sources.viewerTopic,
      degradedReasons: missingParts(sources),
      personalized: row.personalized,
      removed: row.removed,
    }),
  }
}

async function whoAsks({ audience, facts }: NextRequest, context: CallContext, sources: AnswerSources): Promise<Asker> {
  if (audience.kind === 'guest') {
    const titles = audience.items.flatMap(({ itemId, weight }) => {
      const title = findTitle(sources.catalog, itemId)
      return title === undefined ? [] : [{ hash: title.hash, weight }]
    })
    return askingGuest(titles, facts)
  }
  const { key, after } = audience
  const { deadlineMs, signal } = context
  return askingViewer(await sources.readProfile({ key, after, deadlineMs, signal }), facts)
}
