import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ItemKind, itemHash } from '@upnext/contracts'
import { anItem, fakeClock } from '@upnext/testkit'
import { aModel, aServedModel } from '../testing/a-model.ts'
import { MOST_OFFERS, createOfferIndex } from './offer-index.ts'

type Parts = Parameters<typeof anItem>[0]

const idsOf = (titles: readonly { readonly itemId: string }[]) => titles.map(({ itemId }) => itemId)

function anIndex(...items: readonly Parts[]) {
  const catalog = createCatalog()
  const clock = fakeClock()
  const apply = (item: Parts) => catalog.apply({ item: anItem(item), receivedAtMs: 0 })
  items.forEach(apply)
  return { ...createOfferIndex(catalog, clock), apply, clock }
}

const rent = { rent: true, buy: false }

describe('the index of offers', () => {
  it('knows what can be rented or bought, newest year first, then by id', () => {
    const index = anIndex(
      { itemId: 'c', offer: rent, year: 1990 },
      { itemId: 'b', offer: { rent: false, buy: true }, year: 1990 },
      { itemId: 'a', offer: rent, year: 1980 },
      { itemId: 'd', offer: rent, year: undefined },
      { itemId: 'none' },
      { itemId: 'neither', offer: { rent: false, buy: false } },
    )
    expect(idsOf(index.newest())).toEqual(['b', 'c', 'a', 'd'])
  })

  it('leaves out what is withdrawn, included in every tier, or no title by itself', () => {
    const index = anIndex(
      { itemId: 'a', offer: rent, withdrawn: true },
      { itemId: 'b', offer: rent, tiers: { every: true, names: [] } },
      { itemId: 'c', offer: rent, kind: ItemKind.ITEM_KIND_EPISODE },
      { itemId: 'd', offer: rent, tiers: { every: false, names: ['gold'] } },
    )
    expect(idsOf(index.newest())).toEqual(['d'])
  })

  it('knows which of them are watched most, and learns it anew after some seconds', () => {
    const index = anIndex(...['a', 'b', 'c'].map((itemId) => ({ itemId, offer: rent })), { itemId: 'heat' })
    const { live } = aServedModel(aModel({}, { a: 1, c: 5, heat: 9 }))
    expect(idsOf(index.mostWatched(live))).toEqual(['c', 'a'])
    live.popularity.add(live.index.numberOf(itemHash('a')) ?? -1, 100, 0)
    expect(idsOf(index.mostWatched(live))).toEqual(['c', 'a'])
    index.clock.advance(10_000)
    expect(idsOf(index.mostWatched(live))).toEqual(['a', 'c'])
  })

  it('lets rules be asked of so many titles at most', () => {
    const index = anIndex(
      ...Array.from({ length: MOST_OFFERS + 1 }, (_, i) => ({ itemId: `movie-${i}`, offer: rent, year: 1000 + i })),
    )
    expect(index.newest()).toHaveLength(MOST_OFFERS)
    expect(index.newest()[0]?.year).toBe(1000 + MOST_OFFERS)
  })

  it('follows the catalogue, at once where it knew of none, else within some seconds', () => {
    const index = anIndex()
    expect(index.newest()).toEqual([])
    index.apply({ itemId: 'a', offer: rent })
    expect(idsOf(index.newest())).toEqual(['a'])
    index.apply({ itemId: 'b', offer: rent })
    expect(idsOf(index.newest())).toEqual(['a'])
    index.clock.advance(10_000)
    expect(idsOf(index.newest())).toEqual(['a', 'b'])
    index.apply({ itemId: 'a', revision: 2 })
    index.clock.advance(10_000)
    expect(idsOf(index.newest())).toEqual(['b'])
  })
})
