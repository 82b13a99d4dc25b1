/**
 * NDCG@K with binary gain: sum over hits of 1 / log2(rank + 1), divided by what the best list would have, which is min(K, |targets|)
 * hits in front (Järvelin and Kekäläinen 2002). 0 where there are no targets.
 */
export function ndcg<Item>(list: readonly Item[], targets: ReadonlySet<Item>, k: number): number {
  let gain = 0
  list.slice(0, k).forEach((item, at) => {
    if (targets.has(item)) gain += discount(at)
  })
  const ideal = idealGain(Math.min(k, targets.size))
  return ideal === 0 ? 0 : gain / ideal
}

/** What a hit gains; `at` counts from 0: the first place has 1. */
export function discount(at: number): number {
  return 1 / Math.log2(at + 2)
}

/** What so many hits in front gain. */
export function idealGain(hits: number): number {
  let gain = 0
  for (let at = 0; at < hits; at++) gain += discount(at)
  return gain
}
