import { ReasonType } from '@upnext/contracts'
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
  const owned = new Set(history.filter(({ source }) => source !== 'named').map(({ hash }) => hash))
  return candidates.some((candidate) =>
    causesOf(candidate).some((cause) => (cause.kind === 'title' ? owned.has(cause.hash) : PERSONAL.has(cause.type))),
  )
}
