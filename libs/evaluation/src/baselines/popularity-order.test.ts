import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { seededRandom } from '@upnext/recsys'
import { createPopularityOrder } from './popularity-order.ts'

describe('createPopularityOrder', () => {
  it('stands as sorting everything anew would, after every event', () => {
    const random = seededRandom(9)
    const scores = new Map<ItemHash, number>([[itemHash('item 3'), 2]])
    const order = createPopularityOrder(scores)
    for (let event = 0; event < 500; event++) {
      const item = itemHash(`item ${Math.floor(random() ** 2 * 40)}`)
      const amount = 1 + Math.floor(random() * 2)
      scores.set(item, (scores.get(item) ?? 0) + amount)
      order.add(item, amount)
      const sorted = [...scores].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([hash]) => hash)
      expect(order.best(new Set(), 100)).toEqual(sorted)
    }
  })
})
