/** Coverage@K: share of the catalogue that stands in at least one of the lists. 0 for an empty catalogue. */
export function coverage(recommended: ReadonlySet<unknown>, catalogueSize: number): number {
  return catalogueSize === 0 ? 0 : Math.min(1, recommended.size / catalogueSize)
}
