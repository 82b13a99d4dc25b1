/**
 * Why a title is in a row. A reason that names a title names one of the given history, and no title that this audience should
 * not read of; the rest is said without a name.
 */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash, Reason } from '@upnext/contracts'
import type { HistoryTitle } from '../facts/history.ts'
import type { Candidate, CandidateCause } from './candidate.ts'
import { reasonText } from './reason-text.ts'

export const MOST_REASONS = 3

export interface ReasonContext {
  readonly catalog: Pick<Catalog, 'byHash'>
  readonly history: ReadonlyMap<ItemHash, HistoryTitle>
  readonly mayBeNamed: (title: CatalogTitle) => boolean
}

/** At most {@link MOST_REASONS}, weightiest first, and at least one. */
export function reasonsOf(candidate: Candidate, context: ReasonContext): Reason[] {
  const all = candidate.causes.map((cause) => toReason(cause, context))
  return mergeUnnamed(all).slice(0, MOST_REASONS)
}

function toReason(cause: CandidateCause, context: ReasonContext): Reason {
  if (cause.kind === 'catalog') return unnamed(ReasonType.REASON_TYPE_CATALOG, 1)
  if (cause.kind === 'exploration') return unnamed(ReasonType.REASON_TYPE_EXPLORATION, 1)
  if (cause.kind === 'again') return unnamed(ReasonType.REASON_TYPE_WATCHED_BEFORE, cause.share)
  if (cause.kind === 'popular') return unnamed(ReasonType.REASON_TYPE_POPULAR, cause.share)
  const known = context.history.get(cause.hash)
  const title = context.catalog.byHash(cause.hash)
  if (known === undefined) return unnamed(ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED, cause.share)
  const type = typeOf(known)
  if (title === undefined || !context.mayBeNamed(title)) return unnamed(type, cause.share)
  const reason: Reason = {
    type,
    itemId: title.itemId,
    title: title.title,
    share: roundShare(cause.share),
    stars: known.stars ?? undefined,
    thumbUp: known.thumbUp ?? undefined,
    watchedFraction: known.fraction ?? undefined,
    text: '',
  }
  return { ...reason, text: reasonText(reason) }
}

function typeOf({ source, stars, thumbUp }: HistoryTitle): ReasonType {
  if (source === 'named') return ReasonType.REASON_TYPE_SIMILAR_TO_ITEM
  const rated = stars !== null || thumbUp !== null
  return rated ? ReasonType.REASON_TYPE_SIMILAR_TO_RATED : ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED
}

function unnamed(type: ReasonType, share: number): Reason {
  const reason: Reason = { type, itemId: '', title: '', share: roundShare(share), text: '' }
  return { ...reason, text: reasonText(reason) }
}

/** Several reasons of one kind that name nothing read like one said twice. */
function mergeUnnamed(reasons: readonly Reason[]): Reason[] {
  const merged: Reason[] = []
  for (const reason of reasons) {
    const at = merged.findIndex(({ itemId, type }) => itemId === '' && reason.itemId === '' && type === reason.type)
    const same = merged[at]
    if (same === undefined) merged.push(reason)
    else merged[at] = { ...same, share: roundShare(same.share + reason.share) }
  }
  return merged.sort((a, b) => b.share - a.share)
}

/** Down to three digits: the shares shown never add up to more than there is. */
function roundShare(share: number): number {
  return Math.floor(share * 1000 + 1e-6) / 1000
}
