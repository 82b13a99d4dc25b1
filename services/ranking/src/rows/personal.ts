import { ReasonType } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { titlesOf } from '../facts/history.ts'
import type { HistoryTitle } from '../facts/history.ts'
import { causesOf } from './candidate.ts'
import type { Candidate } from './candidate.ts'

const { REASON_TYPE_CONTINUE, REASON_TYPE_FRIEND, REASON_TYPE_LISTED, REASON_TYPE_NEXT_EPISODE } = ReasonType
/** What only this viewer's own doings can bring. */
const PERSONAL: ReadonlySet<ReasonType> = new Set([
  REASON_TYPE_CONTINUE,
  REASON_TYPE_FRIEND,
  REASON_TYPE_LISTED,
  REASON_TYPE_NEXT_EPISODE,
  ReasonType.REASON_TYPE_WATCHED_BEFORE,
])

/** Whether the viewer's own history, list or friends, and not only a title that the request named, brought any of these. */
export function isPersonal(candidates: readonly Candidate[], history: readonly HistoryTitle[]): boolean {
  const titles = titlesOf(history)
  const isOwn = (hash: ItemHash): boolean => (titles.get(hash)?.source ?? 'named') !== 'named'
  return candidates.some((candidate) =>
    causesOf(candidate).some((cause) => (cause.kind === 'title' ? isOwn(cause.hash) : PERSONAL.has(cause.type))),
  )
}
