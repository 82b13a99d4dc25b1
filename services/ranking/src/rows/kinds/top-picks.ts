/** What goes with the titles that the viewer likes best, however long ago they were watched. */
import type { Asker } from '../../facts/asker.ts'
import type { HistoryTitle } from '../../facts/history.ts'
import { causesOf } from '../candidate.ts'
import { climbLadder } from '../ladder.ts'
import { likedTitles, ownGenres } from '../own-genres.ts'
import type { RowMaker } from '../row-maker.ts'
import { scoredRung } from '../rungs.ts'
import { titleOf } from '../titles.ts'

/** With more, the row is what "next to watch" is. */
const MOST_LIKED = 10

export const topPicks: RowMaker<'top_picks'> = (spec, context) => {
  const { asker, shelf } = context
  const history = bestLiked(asker)
  if (shelf === null || history.length === 0) return []
  const own = [scoredRung(shelf, history)]
  const candidates = climbLadder(context, { own, fill: spec.fill, genres: () => ownGenres({ ...context, history }) })
  // Without one of its own, it would be a row of what is popular under a name that promises more.
  const [first] = candidates
  if (first === undefined || causesOf(first)[0]?.kind !== 'title') return []
  return [{ rowId: spec.id, title: titleOf(spec, 'top_picks'), candidates, history, inOrder: false }]
}

/** Greatest weight first, of equal ones the newest. */
function bestLiked(asker: Asker): readonly HistoryTitle[] {
  return likedTitles(asker.history, asker)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_LIKED)
}
