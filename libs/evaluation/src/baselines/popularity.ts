/** What most viewers have seen. Frozen at the cut. */
import type { ItemHash } from '@upnext/contracts'
import type { ModelEntry } from '../recommender.ts'
import { titlesIn } from './histories.ts'
import { createPopularityOrder } from './popularity-order.ts'

export const POPULARITY: ModelEntry = {
  names: ['popularity'],
  fit: (data) => {
    const counts = new Map<ItemHash, number>()
    for (const history of titlesIn(data)) {
      for (const item of history) counts.set(item, (counts.get(item) ?? 0) + 1)
    }
    const order = createPopularityOrder(counts)
    return { name: 'popularity', recommend: ({ excluded, limit }) => order.best(excluded, limit) }
  },
}
