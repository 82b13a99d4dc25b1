/**
 * Why a title is in a row. A reason that names a title names one of the given history, and no title that this audience should
 * not read of; the rest is said without a name.
 */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import { ReasonType } from '@upnext/contracts'
import type { ItemHash, Reason } from '@upnext/contracts'
import { titlesOf } from '../facts/history.ts'
import type { HistoryTitle } from '../facts/history.ts'
import { causesOf } from './candidate.ts'
import type { Candidate, CandidateCause, FactCause } from './candidate.ts'
import { fact } from './fact.ts'
import { reasonText } from './reason-text.ts'

export const MOST_REASONS = 3

/** What reasons may say of a title of the history; `undefined`: it is not of the history. */
export type ReasonContext = (hash: ItemHash) => Sayable | undefined

interface Sayable {
  readonly known: HistoryTitle
  /** `null` where it cannot or must not be named. */
  readonly title: CatalogTitle | null
}

/** Looks each title up when it is asked about first: the same few speak for most titles of a page. */
export function createReasonContext(
  history: readonly HistoryTitle[],
  catalog: Pick<Catalog, 'byHash'>,
  mayBeNamed: (title: CatalogTitle) => boolean,
): ReasonContext {
  const titles = titlesOf(history)
  const said = new Map<ItemHash, Sayable>()
  return (hash) => {
    const before = said.get(hash)
    if (before !== undefined) return before
    const known = titles.get(hash)
    if (known === undefined) return undefined
    // Rows of what somebody did not like may speak for a title too; "because you gave 2 stars to" would still puzzle them.
    const title = known.weight <= 0 ? undefined : catalog.byHash(hash)
    const sayable = { known, title: title !== undefined && mayBeNamed(title) ? title : null }
    said.set(hash, sayable)
    return sayable
  }
}

/** At most {@link MOST_REASONS}, weightiest first, and at least one. Their shares sum to at most 1. */
export function reasonsOf(candidate: Candidate, context: ReasonContext): Reason[] {
  const causes = causesOf(candidate)
  // Where nothing is known to speak for it, it is there all the same.
  const said = causes.length === 0 ? [fact(ReasonType.REASON_TYPE_CATALOG)] : causes
  const most = Math.max(
    1,
    said.reduce((sum, { share }) => sum + share, 0),
  )
  const reasons = heaviest(said, most, context)
  for (const reason of reasons) reason.text = reasonText(reason)
  return reasons
}

/**
 * At most {@link MOST_REASONS}. Several reasons of one kind that name nothing read like one said twice: they become one. Of those that name
 * a title only the first few have to be looked at, as none after them weighs more.
 */
function heaviest(causes: readonly CandidateCause[], most: number, context: ReasonContext): Reason[] {
  const reasons: Reason[] = []
  let named = 0
  let inOrder = true
  for (const cause of causes) {
    const share = cause.share / most
    const sayable = cause.kind === 'title' ? context(cause.hash) : undefined
    if (sayable !== undefined && sayable.title !== null) {
      if (named++ < MOST_REASONS) reasons.push(toNamed(sayable.known, sayable.title, share))
      continue
    }
    const reason = cause.kind === 'fact' ? toFact(cause, share) : toUnnamed(sayable?.known, share)
    const at = reasons.findIndex(({ itemId, type }) => itemId === '' && type === reason.type)
    const same = reasons[at]
    if (same === undefined) reasons.push(reason)
    else {
      reasons[at] = { ...same, share: roundShare(same.share + reason.share) }
      inOrder = false
    }
  }
  if (!inOrder) reasons.sort((a, b) => b.share - a.share)
  return reasons.slice(0, MOST_REASONS)
}

function toNamed(known: HistoryTitle, title: CatalogTitle, share: number): Reason {
  return {
    type: typeOf(known),
    itemId: title.itemId,
    title: title.title,
    share: roundShare(share),
    stars: known.stars ?? undefined,
    thumbUp: known.thumbUp ?? undefined,
    watchedFraction: known.fraction ?? undefined,
    text: '',
    country: '',
    genre: '',
    friends: 0,
    atMs: 0,
  }
}

function toUnnamed(known: HistoryTitle | undefined, share: number): Reason {
  // Where nobody can say that the viewer knows it, no more is said than what is true in any case.
  return toFact({ type: known === undefined ? ReasonType.REASON_TYPE_CATALOG : typeOf(known) }, share)
}

function typeOf({ source, stars, thumbUp }: HistoryTitle): ReasonType {
  if (source === 'named') return ReasonType.REASON_TYPE_SIMILAR_TO_ITEM
  const rated = stars !== null || thumbUp !== null
  return rated ? ReasonType.REASON_TYPE_SIMILAR_TO_RATED : ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED
}

/** Written out: a page has hundreds of reasons, and objects put together from others cost several times as much. */
function toFact(
  { type, country = '', genre = '', friends = 0, atMs = 0 }: Omit<FactCause, 'kind' | 'share'>,
  share: number,
): Reason {
  return { type, itemId: '', title: '', share: roundShare(share), text: '', country, genre, friends, atMs }
}

/** Down to three digits: the shares shown never add up to more than there is. */
function roundShare(share: number): number {
  return Math.floor(share * 1000 + 1e-6) / 1000
}
