/** Titles from the most to the least popular, kept in order while counts grow. */
import type { ItemHash } from '@upnext/contracts'

export interface PopularityOrder {
  add(item: ItemHash, amount: number): void
  /** Multiplies all scores, to keep them in range; changes no order. */
  scale(factor: number): void
  /** The best that are not excluded; ties in the order of the hashes. */
  best(excluded: ReadonlySet<ItemHash>, limit: number): readonly ItemHash[]
}

/** A growing title moves up by two binary searches and two moves of memory, so an event costs less than a look at every title. */
export function createPopularityOrder(start: ReadonlyMap<ItemHash, number>): PopularityOrder {
  const scores = new Map(start)
  /** Does `other` stand before an item of that score? */
  const standsBefore = (other: ItemHash, item: ItemHash, score: number): boolean => {
    const otherScore = scores.get(other) ?? 0
    return otherScore === score ? other < item : otherScore > score
  }
  const order = [...scores].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([item]) => item)
  const placeOf = (item: ItemHash, score: number): number => {
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = order[middle]
      if (other !== undefined && standsBefore(other, item, score)) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    add: (item, amount) => {
      const before = scores.get(item)
      if (before !== undefined) order.splice(placeOf(item, before), 1)
      const after = (before ?? 0) + amount
      order.splice(placeOf(item, after), 0, item)
      scores.set(item, after)
    },
    scale: (factor) => {
      for (const [item, score] of scores) scores.set(item, score * factor)
    },
    best: (excluded, limit) => {
      const best: ItemHash[] = []
      for (const item of order) {
        if (best.length >= limit) break
        if (!excluded.has(item)) best.push(item)
      }
      return best
    },
  }
}
