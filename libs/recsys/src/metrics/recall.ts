/**
 * Recall@K = |first K ∩ targets| / |targets|, the convention of LightGCN and BARS: not divided by min(K, |targets|), so that a
 * viewer with more than K targets cannot reach 1. 0 where there are no targets.
 */
export function recall<Item>(list: readonly Item[], targets: ReadonlySet<Item>, k: number): number {
  if (targets.size === 0) return 0
  const hits = list.slice(0, k).filter((item) => targets.has(item)).length
  return hits / targets.size
}
