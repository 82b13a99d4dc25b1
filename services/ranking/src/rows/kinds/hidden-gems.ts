/** What goes with the history, of the titles that few have watched; of one that nobody has, nothing says that it is a gem. */
import { climbFromOwn, listRung } from '../ladder.ts'
import { popularityBelow } from '../popular-share.ts'
import type { RowMaker } from '../row-maker.ts'
import { rankedRung } from '../rungs.ts'
import type { Shelf } from '../rungs.ts'
import { titleOf } from '../titles.ts'

export const hiddenGems: RowMaker<'hidden_gems'> = (spec, context) => {
  const { shelf, history, ranking, scored } = context
  if (shelf === null || ranking === null || history.length === 0) return []
  const isGem = gemsOf(shelf, spec.most_popular)
  const { index } = shelf.live
  const found = scored().filter(({ title }) => isGem(index.numberOf(title.hash) ?? -1))
  // Among what fits best few may be little watched: then all that fits is asked, for these alone.
  const own = found.length >= spec.min_items ? listRung(() => found) : rankedRung(shelf, history, ranking, isGem)
  const candidates = climbFromOwn(context, { own: [own], fill: spec.fill })
  if (candidates.length === 0) return []
  return [{ rowId: spec.id, title: titleOf(spec, 'hidden_gems'), candidates, history, inOrder: false }]
}

/** By the numbers of the model. */
function gemsOf({ live, nowMs }: Shelf, mostPopular: number): (item: number) => boolean {
  const most = popularityBelow(live, mostPopular, nowMs)
  return (item) => {
    const total = live.popularity.totalOf(item)
    return total > 0 && total <= most
  }
}
