/** Rows that are asked for by themselves, without a page: as the rows file would declare them. */
import type { ListSettings, RowKind } from '@upnext/rows'

/** In the order of the scores. */
export const AS_SCORED: ListSettings = { diversity: 0, calibration: 0, popularity: 0, fatigue: 0, exploration: 0 }

/** Filled up by the ladder, however few titles the row itself has. */
export function singleRow<Type extends RowKind>(type: Type, items: number) {
  const id = type.replaceAll('_', '-')
  return { type, id, title: undefined, items, min_items: 1, priority: 0, fill: true, fits: null }
}
