/** The type of an answered row, by its kind in the rows file. */
import { RowType } from '@upnext/contracts'
import type { RowKind } from '@upnext/rows'

export const ROW_TYPES: { readonly [Kind in RowKind]: RowType } = {
  continue_watching: RowType.ROW_TYPE_CONTINUE_WATCHING,
  watch_next: RowType.ROW_TYPE_WATCH_NEXT,
  next_to_watch: RowType.ROW_TYPE_NEXT_TO_WATCH,
  top_picks: RowType.ROW_TYPE_TOP_PICKS,
  because_you_watched: RowType.ROW_TYPE_BECAUSE_YOU_WATCHED,
  more_like_this: RowType.ROW_TYPE_SIMILAR,
  watch_again: RowType.ROW_TYPE_WATCH_AGAIN,
  my_list: RowType.ROW_TYPE_MY_LIST,
  trending: RowType.ROW_TYPE_TRENDING,
  popular: RowType.ROW_TYPE_POPULAR,
  popular_in_country: RowType.ROW_TYPE_POPULAR_IN_COUNTRY,
  new_arrivals: RowType.ROW_TYPE_NEW_ARRIVALS,
  leaving_soon: RowType.ROW_TYPE_LEAVING_SOON,
  genre: RowType.ROW_TYPE_GENRE,
  hidden_gems: RowType.ROW_TYPE_HIDDEN_GEMS,
  surprise: RowType.ROW_TYPE_SURPRISE,
  editorial: RowType.ROW_TYPE_EDITORIAL,
  rent_or_buy: RowType.ROW_TYPE_RENT_OR_BUY,
  friends: RowType.ROW_TYPE_FRIENDS,
  sponsored: RowType.ROW_TYPE_SPONSORED,
}

/** `undefined` for a type that this version does not make. */
export function kindOf(type: RowType): RowKind | undefined {
  return KINDS.get(type)
}

const KINDS = new Map<RowType, RowKind>(
  Object.keys(ROW_TYPES).map((kind) => [ROW_TYPES[kind as RowKind], kind as RowKind]),
)
