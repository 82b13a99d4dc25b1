/** Which maker makes which type of row. */
import type { RowKind, RowSpec } from '@upnext/rows'
import { becauseYouWatched } from './kinds/because-you-watched.ts'
import { continueWatching } from './kinds/continue-watching.ts'
import { editorial } from './kinds/editorial.ts'
import { friends } from './kinds/friends.ts'
import { genre } from './kinds/genre.ts'
import { hiddenGems } from './kinds/hidden-gems.ts'
import { leavingSoon } from './kinds/leaving-soon.ts'
import { moreLikeThis } from './kinds/more-like-this.ts'
import { myList } from './kinds/my-list.ts'
import { newArrivals } from './kinds/new-arrivals.ts'
import { nextToWatch } from './kinds/next-to-watch.ts'
import { popularInCountry } from './kinds/popular-in-country.ts'
import { popular } from './kinds/popular.ts'
import { rentOrBuy } from './kinds/rent-or-buy.ts'
import { sponsored } from './kinds/sponsored.ts'
import { surprise } from './kinds/surprise.ts'
import { topPicks } from './kinds/top-picks.ts'
import { trending } from './kinds/trending.ts'
import { watchAgain } from './kinds/watch-again.ts'
import { watchNext } from './kinds/watch-next.ts'
import type { RowContext, RowDraft, RowMaker } from './row-maker.ts'

export const MAKERS: { readonly [Kind in RowKind]?: RowMaker<Kind> } = {
  continue_watching: continueWatching,
  watch_next: watchNext,
  next_to_watch: nextToWatch,
  top_picks: topPicks,
  because_you_watched: becauseYouWatched,
  more_like_this: moreLikeThis,
  watch_again: watchAgain,
  my_list: myList,
  trending,
  popular,
  popular_in_country: popularInCountry,
  new_arrivals: newArrivals,
  leaving_soon: leavingSoon,
  genre,
  hidden_gems: hiddenGems,
  surprise,
  editorial,
  rent_or_buy: rentOrBuy,
  friends,
  sponsored,
}

/** The rows that a line of the rows file stands for. */
export function makeRows(spec: RowSpec, context: RowContext): readonly RowDraft[] {
  // The table pairs each type with its own maker; that pairing is lost where a type is looked up.
  const make: ((spec: never, context: RowContext) => readonly RowDraft[]) | undefined = MAKERS[spec.type]
  return make?.(spec as never, context) ?? []
}
