/** What was begun and not finished, and the next episodes of series; where the viewer was last comes first. */
import { ReasonType } from '@upnext/contracts'
import { fact } from '../fact.ts'
import { resumesOf } from '../resume.ts'
import type { Resume } from '../resume.ts'
import type { Candidate } from '../candidate.ts'
import type { RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'

export const continueWatching: RowMaker<'continue_watching'> = (spec, context) => {
  const resumes = resumesOf(context, spec).filter(({ kind }) => spec.next_episode || kind === 'begun')
  if (resumes.length === 0) return []
  const title = titleOf(spec, 'continue_watching')
  const candidates = resumes.slice(0, context.depth).map(toResumeCandidate)
  return [{ rowId: spec.id, title, candidates, inOrder: true }]
}

export function toResumeCandidate({ title, kind, playback }: Resume, place: number): Candidate {
  const { REASON_TYPE_CONTINUE, REASON_TYPE_NEXT_EPISODE } = ReasonType
  const causes = [fact(kind === 'begun' ? REASON_TYPE_CONTINUE : REASON_TYPE_NEXT_EPISODE)]
  return { title, score: 1 / (place + 1), causes, ...(playback === undefined ? {} : { playback }) }
}
