/** What goes with the title that the request is about, whoever asks. */
import { withNamedTitle } from '../../facts/history.ts'
import { mayBeNamed } from '../../rules/audience.ts'
import { climbLadder } from '../ladder.ts'
import { rowIdAbout } from '../row-id.ts'
import type { RowMaker } from '../row-maker.ts'
import { scoredRung } from '../rungs.ts'
import { titleOf, titleWithoutName } from '../titles.ts'

export const moreLikeThis: RowMaker<'more_like_this'> = (spec, context) => {
  const { about, shelf } = context
  if (about === null) return []
  const history = withNamedTitle([], about.hash)
  const candidates = climbLadder(context, {
    own: shelf === null ? [] : [scoredRung(shelf, history)],
    fill: spec.fill,
    genres: () => about.genres,
    // What is popular in its genre may be the title itself.
    allows: (title) => title.hash !== about.hash && context.allows(title),
  })
  if (candidates.length === 0) return []
  const row = { rowId: rowIdAbout('similar', about.itemId), candidates, history, inOrder: false }
  // The request may be about a title that this audience should not read of: what goes with it may be shown all the same.
  if (!mayBeNamed(about, context.asker.audience)) return [{ ...row, title: titleWithoutName(spec, 'similar_to_this') }]
  return [{ ...row, title: titleOf(spec, 'similar_to', { title: about.title }), about }]
}
