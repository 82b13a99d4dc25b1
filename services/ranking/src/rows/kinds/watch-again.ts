/** What was watched to the end and liked, a while ago; best liked first. */
import { ItemKind, ReasonType } from '@upnext/contracts'
import { titleWeight } from '@upnext/learning'
import { starsOf, thumbOf } from '@upnext/profiles'
import type { Rated } from '@upnext/profiles'
import { viewingsOf } from '../../facts/viewings.ts'
import type { Viewing } from '../../facts/viewings.ts'
import { DAY_MS } from '../day.ts'
import { fact } from '../fact.ts'
import { progressOf } from '../progress.ts'
import type { RowContext, RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'

/** More than three stars, or watched nearly to the end. */
const LIKED = 0.5
const LIKED_STARS = 4

export const watchAgain: RowMaker<'watch_again'> = (spec, context) => {
  const { asker, catalog, nowMs } = context
  const untilMs = nowMs - spec.after_days * DAY_MS
  const allows = context.allowsBut('seen')
  const candidates = viewingsOf(asker.profile?.recent.entries ?? [], catalog)
    .filter((viewing) => lastMsOf(viewing) <= untilMs && isFinished(viewing, context))
    .map((viewing) => ({ viewing, score: titleWeight(viewing.watched) }))
    .filter(({ viewing, score }) => score > LIKED && allows(viewing.title))
    .sort((a, b) => b.score - a.score || lastMsOf(b.viewing) - lastMsOf(a.viewing))
    .slice(0, context.depth)
    .map(({ viewing: { title }, score }) => ({ title, score, causes: [fact(ReasonType.REASON_TYPE_WATCHED_BEFORE)] }))
  if (candidates.length === 0) return []
  const title = titleOf(spec, 'watch_again')
  return [{ rowId: spec.id, title, candidates, inOrder: false }]
}

/** Whoever came back to a title yesterday has it in mind already, wherever they stopped. */
function lastMsOf({ watched }: Viewing): number {
  return watched.sessions[0]?.atMs ?? watched.rated?.atMs ?? Infinity
}

/** A series is finished with its last episode; of a movie, a good rating says as much as the credits. */
function isFinished({ title, watched }: Viewing, { catalog, episodes }: RowContext): boolean {
  const { sessions, rated } = watched
  if (title.kind !== ItemKind.ITEM_KIND_SERIES)
    return isLiked(rated) || sessions.some((session) => progressOf(session, title) === 'finished')
  return sessions.some(
    (session) =>
      session.episode !== '' &&
      progressOf(session, catalog.byHash(session.episode)) === 'finished' &&
      episodes.isLast(title.hash, session.episode),
  )
}

function isLiked(rated: Rated | null): boolean {
  return rated !== null && (thumbOf(rated) === true || (starsOf(rated) ?? 0) >= LIKED_STARS)
}
