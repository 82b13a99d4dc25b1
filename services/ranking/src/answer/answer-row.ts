/** Goes on with a row of a page. */
import { RowType, itemHashFromBytes, toVariants } from '@upnext/contracts'
import type { GetRowResponse, RowToken } from '@upnext/contracts'
import { completeRow } from '@upnext/rows'
import type { RowSpec } from '@upnext/rows'
import { invalidArgument } from '@upnext/service-kit'
import type { CallContext } from '@upnext/service-kit'
import { resumeRow } from '../page/resume-row.ts'
import { MOST_REST, decodeRowToken, encodeRowToken, packFingerprints, unpackFingerprints } from '../page/row-token.ts'
import type { DealtRow } from '../page/deal-titles.ts'
import type { RowRequest } from '../request/row-request.ts'
import { createRowContext, factsFor } from '../rows/row-context.ts'
import { ROW_TYPES, kindOf } from '../rows/row-types.ts'
import { askerMark } from './answer-page.ts'
import { infoFor } from './answer-rows.ts'
import { presenter } from './present-answer.ts'
import { AS_SCORED } from './single-row.ts'
import type { AnswerSources } from './sources.ts'
import { seedOf, whoAsksWithFriends } from './who-asks.ts'

/** Rejects with INVALID_ARGUMENT for a token that is not a row's of this asker. Rules are asked anew: who asks, and what is allowed, is of today. */
export async function answerRow(
  request: RowRequest,
  context: CallContext,
  sources: AnswerSources,
): Promise<GetRowResponse> {
  const token = ownToken(request)
  const limit = request.limit ?? token.limit
  const wantsFriends = (): boolean => token.type === RowType.ROW_TYPE_FRIENDS
  const { asker, friends } = await whoAsksWithFriends(
    { audience: request.audience, facts: request.facts, impressions: false },
    wantsFriends,
    context,
    sources,
  )
  return sources.inTurn(context, () => {
    const nowMs = sources.clock.now()
    const served = sources.holder.current()
    const { catalog, rows: file } = sources
    const about = token.about.length === 0 ? null : (catalog.byHash(itemHashFromBytes(token.about)) ?? null)
    const left = new Set(unpackFingerprints(token.rest))
    const rows = createRowContext(
      {
        asker,
        friends,
        facts: factsFor(asker, { excludedIds: [] }, nowMs),
        served,
        about,
        list: AS_SCORED,
        seed: seedOf(request.audience, context.requestId, null, nowMs),
        depth: MOST_REST,
        scoredDepth: MOST_REST,
        among: ({ fingerprint }) => left.has(fingerprint),
      },
      sources,
    )
    const row = resumeRow(token, limit, specOf(token, file.pages.get(token.page)?.rows ?? []), rows.context)
    const question = {
      requestId: context.requestId,
      pageId: token.pageId,
      asker,
      about,
      served,
      nowMs,
      rowsVersion: token.rowsVersion,
      variants: toVariants(token.variant),
      more: (dealt: DealtRow) => goneOn(token, dealt),
    }
    return {
      row: presenter(question, sources)(row),
      info: infoFor(question, [row], rows.context, rows.removed(), sources),
    }
  })
}

function ownToken({ token: text, audience }: RowRequest): RowToken {
  const token = decodeRowToken(text)
  if (token === null) throw tokenError("expected a row's next_token as an answer gave it")
  if (token.asker !== askerMark(audience)) throw tokenError('this token belongs to the page of somebody else')
  return token
}

function tokenError(description: string): Error {
  return invalidArgument([{ field: 'token', description }])
}

/** The row's line of the file; where the file of today has none, the row is made by its type alone: of what a file has to name there is none. */
function specOf(token: RowToken, specs: readonly RowSpec[]): RowSpec {
  const known = specs.find(({ id, type }) => id === token.specId && ROW_TYPES[type] === token.type)
  return known ?? specOfType(token)
}

function specOfType({ specId: id, type }: RowToken): RowSpec {
  const kind = kindOf(type) ?? 'popular'
  if (kind === 'editorial') return completeRow({ type: kind, id, item_ids: [] })
  return completeRow(kind === 'sponsored' ? { type: kind, id, campaigns: [] } : { type: kind, id })
}

function goneOn(token: RowToken, { shown, rest }: DealtRow): string {
  return encodeRowToken({
    ...token,
    shown: token.shown + shown.length,
    rest: packFingerprints(rest.map(({ title }) => title.fingerprint)),
  })
}
