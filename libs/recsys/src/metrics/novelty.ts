/**
 * Novelty@K, mean inverse user frequency (Zhou et al. 2010): the mean over the first K of -log2(viewers of the title / viewers). A
 * title that nobody has seen counts as if one viewer had. `null` for an empty list.
 */
export function novelty<Item>(
  list: readonly Item[],
  k: number,
  viewersOf: (item: Item) => number,
  viewers: number,
): number | null {
  const first = list.slice(0, k)
  if (first.length === 0 || viewers === 0) return null
  const bits = first.reduce((sum, item) => sum - Math.log2(Math.max(1, viewersOf(item)) / viewers), 0)
  return bits / first.length
}
