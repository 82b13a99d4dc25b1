import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { anItem, fakeClock } from '@upnext/testkit'
import { createCatalogOrder } from './catalog-order.ts'

describe('the order of the catalogue', () => {
  it('puts the newest year first, then goes by id, and ends with titles without a year', () => {
    const catalog = createCatalog()
    for (const [itemId, year] of [
      ['c', 1999],
      ['z', undefined],
      ['b', 2020],
      ['a', 1999],
    ] as const) {
      catalog.apply({ item: { ...anItem({ itemId }), year }, receivedAtMs: 0 })
    }
    const order = createCatalogOrder(catalog, fakeClock())
    expect(order.titles().map(({ itemId }) => itemId)).toEqual(['b', 'a', 'c', 'z'])
  })

  it('is sorted again at most once a second, and at once where it must be fresh', () => {
    const catalog = createCatalog()
    const clock = fakeClock()
    const order = createCatalogOrder(catalog, clock)
    expect(order.titles()).toEqual([])
    catalog.apply({ item: anItem({}), receivedAtMs: 0 })
    clock.advance(999)
    expect(order.titles()).toHaveLength(0)
    expect(order.fresh()).toHaveLength(1)
    catalog.apply({ item: anItem({ itemId: 'movie-2' }), receivedAtMs: 0 })
    expect(order.titles()).toHaveLength(1)
    clock.advance(1000)
    expect(order.titles()).toHaveLength(2)
  })
})
