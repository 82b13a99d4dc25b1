/** Average recommendation popularity@K: mean number of viewers, in the training part, of the first K. `null` for an empty list. */
export function averagePopularity<Item>(
  list: readonly Item[],
  k: number,
  viewersOf: (item: Item) => number,
): number | null {
  const first = list.slice(0, k)
  if (first.length === 0) return null
  return first.reduce((sum, item) => sum + viewersOf(item), 0) / first.length
}
