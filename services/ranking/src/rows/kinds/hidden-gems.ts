/** What goes with the history, of the titles that few have watched; of one that nobody has, nothing says that it is a gem. */
import type { CatalogTitle } from '@upnext/catalog'
import { climbFromOwn, listRung } from '../ladder.ts'
import { popularityBelow } from '../popular-share.ts'
import type { RowMaker } from '../row-maker.ts'
import { scoredRung } from '../rungs.ts'
import type { Shelf } from '../rungs.ts'
import { titleOf } from '../titles.ts'

export const hiddenGems: RowMaker<'hidden_gems'> = (spec, context) => {
  const { shelf, history, scored } = context
  if (shelf === null || history.length === 0) return []
  const isGem = gemsOf(shelf, spec.most_popular)
  const found = scored().filter(({ title }) => isGem(title))
  // Among what fits best few may be little watched: then the whole model is asked, for these alone.
  const own = found.length >= spec.min_items ? listRung(() => found) : scoredRung(shelf, history)
  const candidates = climbFromOwn(context, {
    own: [(limit, allows) => own(limit, (title) => isGem(title) && allows(title))],
    fill: spec.fill,
    genres: [],
  })
  if (candidates.length === 0) return []
  return [{ rowId: spec.id, title: titleOf(spec, 'hidden_gems'), candidates, history, inOrder: false }]
}

function gemsOf({ live, nowMs }: Shelf, mostPopular: number): (title: CatalogTitle) => boolean {
  const most = popularityBelow(live, mostPopular, nowMs)
  return ({ hash }) => {
    const item = live.index.numberOf(hash)
    if (item === undefined) return false
    const { total } = live.popularity.of(item)
    return total > 0 && total <= most
  }
}
