/** I6, for one answer. Pure. */

export interface RowCounts {
  /** Rows without a title, although every title may be shown. */
  empty: number
  /** Titles that are not in the catalogue. */
  foreign: number
}

export function judgeRow(itemIds: readonly string[], catalogue: ReadonlySet<string>, counts: RowCounts): void {
  if (itemIds.length === 0) counts.empty += 1
  counts.foreign += itemIds.filter((id) => !catalogue.has(id)).length
}
