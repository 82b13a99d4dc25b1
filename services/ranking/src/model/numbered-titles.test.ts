import { describe, expect, it } from '@jest/globals'
import { REMEMBERED_CHANGES, createCatalog } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { aModel, aServedModel } from '../testing/a-model.ts'
import { numberedTitles, titlesByHash } from './numbered-titles.ts'

function aWorld() {
  const catalog = createCatalog()
  const { live } = aServedModel(aModel({ heat: [['ronin', 1]] }))
  const add = (itemId: string, revision = 0) => catalog.apply({ item: anItem({ itemId, revision }), receivedAtMs: 0 })
  const find = (itemId: string) => numberedTitles(catalog, live)(live.index.numberOf(itemHash(itemId)) ?? -1)
  return { catalog, live, add, find }
}

describe('titles by number', () => {
  it('are those of the catalogue, and none where it has none', () => {
    const { catalog, add, find } = aWorld()
    add('heat')
    expect(find('heat')).toBe(catalog.byId('heat'))
    expect(find('ronin')).toBeUndefined()
  })

  it('are found by hash too, also where the model does not know them', () => {
    const { catalog, live, add } = aWorld()
    for (const itemId of ['heat', 'new', 'heat']) {
      add(itemId)
      expect(titlesByHash(catalog, live)(itemHash(itemId))).toBe(catalog.byId(itemId))
    }
    expect(titlesByHash(catalog, live)(itemHash('ronin'))).toBeUndefined()
  })

  it('are those of now: added, changed, numbered since', () => {
    const { catalog, live, add, find } = aWorld()
    add('heat')
    const before = find('heat')
    add('heat', 1)
    add('ronin')
    add('new')
    live.index.add(itemHash('new'))
    expect(find('heat')).not.toBe(before)
    for (const itemId of ['heat', 'ronin', 'new']) expect(find(itemId)).toBe(catalog.byId(itemId))
  })

  it('are those of now also after more changes than the catalogue remembers', () => {
    const { catalog, add, find } = aWorld()
    add('heat')
    find('heat')
    for (let revision = 1; revision <= 2 * REMEMBERED_CHANGES + 1; revision++) add('heat', revision)
    expect(find('heat')).toBe(catalog.byId('heat'))
  })

  it('are kept apart by model', () => {
    const { catalog, add, find } = aWorld()
    for (const itemId of ['heat', 'ronin', 'up']) add(itemId)
    find('heat')
    const other = aServedModel(aModel({ up: [['heat', 1]] })).live
    for (const itemId of ['heat', 'up']) {
      const number = other.index.numberOf(itemHash(itemId)) ?? -1
      expect(numberedTitles(catalog, other)(number)).toBe(catalog.byId(itemId))
    }
  })
})
