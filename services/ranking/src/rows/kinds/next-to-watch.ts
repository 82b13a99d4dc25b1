/** What goes with a viewer's history, or with the title that has just ended. */
import { ReasonType } from '@upnext/contracts'
import type { RowTitle } from '@upnext/contracts'
import type { RowSpec } from '@upnext/rows'
import { mayBeNamed } from '../../rules/audience.ts'
import { causesOf } from '../candidate.ts'
import type { Candidate } from '../candidate.ts'
import { climbLadder, listRung } from '../ladder.ts'
import { ownGenres } from '../own-genres.ts'
import { isPersonal } from '../personal.ts'
import type { RowContext, RowMaker } from '../row-maker.ts'
import { titleOf, titleWithoutName } from '../titles.ts'

export const nextToWatch: RowMaker<'next_to_watch'> = (spec, context) => {
  // All that was scored anyway: the rows of a page share it, and this one is to go on when they have had theirs.
  const depth = context.depth > spec.items ? Math.max(context.depth, context.scored().length) : context.depth
  const candidates = climbLadder(
    { ...context, depth },
    { own: [listRung(context.scored)], fill: spec.fill, genres: () => ownGenres(context) },
  )
  if (candidates.length === 0) return []
  const { history } = context
  const titleFor = (shown: readonly Candidate[]): RowTitle => nextTitle(spec, shown, context)
  return [{ rowId: spec.id, title: titleFor(candidates), titleFor, candidates, history, inOrder: false }]
}

/** Says no more than what the row's first title is there for. */
export function nextTitle(
  spec: Pick<RowSpec, 'title'>,
  candidates: readonly Candidate[],
  { about, asker, history }: Pick<RowContext, 'about' | 'asker' | 'history'>,
): RowTitle {
  const [first] = candidates
  const cause = first === undefined ? undefined : causesOf(first)[0]
  const finished = about !== null && history[0]?.source === 'named' && history[0].hash === about.hash ? about : null
  if (cause?.kind === 'title' && finished !== null)
    return mayBeNamed(finished, asker.audience)
      ? titleOf(spec, 'after_title', { title: finished.title })
      : titleWithoutName(spec, 'next_to_watch')
  if (cause?.kind === 'title' || isPersonal(candidates, history)) return titleOf(spec, 'next_to_watch')
  return titleOf(spec, cause?.type === ReasonType.REASON_TYPE_POPULAR ? 'popular' : 'from_the_catalog')
}
