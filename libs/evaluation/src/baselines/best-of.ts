/** The best titles of an array of scores by title number, ties in the order of numbers. */
import type { ItemHash } from '@upnext/contracts'
import { createTopK } from '@upnext/recsys'

/** Titles with a score of 0 were touched by nothing and are left out; so are excluded ones. */
export function bestOf(
  scores: Float64Array,
  candidates: Iterable<number>,
  items: readonly ItemHash[],
  excluded: ReadonlySet<ItemHash>,
  limit: number,
): readonly ItemHash[] {
  const best = createTopK(limit, (a, b) => a - b)
  for (const item of candidates) {
    const score = scores[item] ?? 0
    if (score === 0 || !best.accepts(item, score)) continue
    const hash = items[item]
    if (hash !== undefined && !excluded.has(hash)) best.add(item, score)
  }
  const ranked: ItemHash[] = []
  for (const item of best.drain().items) {
    const hash = items[item]
    if (hash !== undefined) ranked.push(hash)
  }
  return ranked
}
