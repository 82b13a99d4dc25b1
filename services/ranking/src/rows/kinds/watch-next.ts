/** The next episodes of the series that the viewer is in the middle of. What was only begun stands in "continue watching". */
import { resumesOf } from '../resume.ts'
import type { RowMaker } from '../row-maker.ts'
import { titleOf } from '../titles.ts'
import { toResumeCandidate } from './continue-watching.ts'

export const watchNext: RowMaker<'watch_next'> = (spec, context) => {
  const next = resumesOf(context, spec).filter(({ kind }) => kind === 'next')
  if (next.length === 0) return []
  const title = titleOf(spec, 'watch_next')
  return [{ rowId: spec.id, title, candidates: next.slice(0, context.depth).map(toResumeCandidate), inOrder: true }]
}
