import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ItemKind, itemHash } from '@upnext/contracts'
import { buildNow } from '@upnext/recsys'
import { anItem } from '@upnext/testkit'
import { contentOf, mayBeRecommended } from './content-of.ts'

function titlesOf(...parts: Parameters<typeof anItem>[0][]) {
  const catalog = createCatalog()
  for (const part of parts) catalog.apply({ item: anItem(part), receivedAtMs: 0 })
  return [...catalog.titles()]
}

describe('contentOf', () => {
  it('puts titles of one genre next to each other, and leaves those without a document without neighbours', () => {
    const catalog = titlesOf(
      { itemId: 'heat', genres: ['Crime'], year: 1995 },
      { itemId: 'ronin', genres: ['Crime'], year: 1998 },
      { itemId: 'up', genres: ['Animation'], year: 2009 },
      { itemId: 'toys', genres: ['Animation'], year: 2010 },
    )
    const items = ['heat', 'nobody-knows', 'ronin', 'toys', 'up'].map(itemHash)
    const rows = buildNow(contentOf(items, catalog, 1))
    const first = items.map((_, item) => rows?.neighbours.slice(rows.offsets[item], rows.offsets[item + 1])[0])
    expect(first).toEqual([2, undefined, 0, 4, 3])
  })

  it('has none where there is no catalogue', () => {
    expect(buildNow(contentOf([itemHash('heat')], [], 10))).toBeNull()
  })
})

describe('mayBeRecommended', () => {
  it('says yes to movies and series that are there', () => {
    const titles = titlesOf(
      { itemId: 'movie', kind: ItemKind.ITEM_KIND_MOVIE },
      { itemId: 'series', kind: ItemKind.ITEM_KIND_SERIES },
      { itemId: 'episode', kind: ItemKind.ITEM_KIND_EPISODE },
      { itemId: 'gone', withdrawn: true },
    )
    expect(titles.filter(mayBeRecommended).map(({ itemId }) => itemId)).toEqual(['movie', 'series'])
  })
})
