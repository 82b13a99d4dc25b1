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

  it('follows changes, also of the year', () => {
    const catalog = createCatalog()
    const order = createCatalogOrder(catalog, fakeClock())
    expect(order.titles()).toEqual([])
    for (const [itemId, year] of [
      ['a', 1999],
      ['b', 2000],
      ['a', 2001],
    ] as const) {
      catalog.apply({ item: { ...anItem({ itemId }), year }, receivedAtMs: 0 })
      expect(order.titles()[0]?.itemId).toBe(itemId)
    }
    expect(order.fresh().map(({ itemId, year }) => [itemId, year])).toEqual([
      ['a', 2001],
      ['b', 2000],
    ])
  })
})
