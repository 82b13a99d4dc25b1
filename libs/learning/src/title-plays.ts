/** How often, and when, a viewer came to one title. */
import type { RecentTitle } from '@upnext/profiles'
import { isBounce } from '@upnext/recsys'
import { toEvidence } from './title-weight.ts'

export interface TitlePlay {
  readonly atMs: number
  /** Tells sessions of one millisecond apart; `null`: the title was only rated. */
  readonly session: number | null
}

/** Newest first: the sessions, without bounces where there is any other; the rating, where there is none at all. */
export function playsOfTitle({ sessions, rated }: RecentTitle): readonly TitlePlay[] {
  if (sessions.length === 0) return rated === null ? [] : [{ atMs: rated.atMs, session: null }]
  const stayed = sessions.filter((session) => !isBounce(toEvidence(session)))
  return stayed.length > 0 ? stayed : sessions
}
