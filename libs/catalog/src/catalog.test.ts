import { describe, expect, it } from '@jest/globals'
import { CatalogItem, ItemKind, itemHash } from '@upnext/contracts'
import type { CatalogRecord, ItemHash } from '@upnext/contracts'
import { REMEMBERED_CHANGES, createCatalog } from './catalog.ts'

const aRecord = (item: Partial<CatalogItem>): CatalogRecord => ({
  item: { ...CatalogItem.create(), itemId: 'heat', title: 'Heat', ...item },
  receivedAtMs: 1,
})

describe('catalogue', () => {
  it('finds a title by id, hash and fingerprint', () => {
    const catalog = createCatalog()
    expect(catalog.apply(aRecord({ kind: ItemKind.ITEM_KIND_MOVIE, genres: ['Crime'], year: 1995 }))).toBe('added')
    const title = catalog.byId('heat')
    expect(title).toMatchObject({ title: 'Heat', genres: ['Crime'], year: 1995, hash: itemHash('heat') })
    expect(catalog.byHash(itemHash('heat'))).toBe(title)
    expect(catalog.byFingerprint(title?.fingerprint ?? 0)).toEqual([title])
    expect(catalog.byId('ronin')).toBeUndefined()
    expect(catalog.byFingerprint(1)).toEqual([])
    expect(catalog.size()).toBe(1)
  })

  it('keeps absent facts apart from "everywhere", "all ages" and "no"', () => {
    const catalog = createCatalog()
    catalog.apply(aRecord({}))
    expect(catalog.byId('heat')).toMatchObject({ maturityAge: null, regions: null, madeForKids: null, year: null })
    const regions = { everywhere: true, countries: [] }
    catalog.apply(aRecord({ revision: 1, maturityAge: 0, regions, madeForKids: false }))
    expect(catalog.byId('heat')).toMatchObject({ maturityAge: 0, regions, madeForKids: false })
  })

  it('numbers titles in the order in which they first came, whatever documents of them come later', () => {
    const catalog = createCatalog()
    for (const itemId of ['heat', 'ronin', 'heat', 'collateral', 'ronin']) catalog.apply(aRecord({ itemId }))
    expect(Array.from(catalog.titles(), ({ itemId, number }) => [itemId, number])).toEqual([
      ['heat', 0],
      ['ronin', 1],
      ['collateral', 2],
    ])
  })

  it('lets the higher revision win, in whichever order they come', () => {
    const [old, young] = [aRecord({ revision: 3, title: 'old' }), aRecord({ revision: 4, title: 'young' })]
    for (const records of [
      [old, young],
      [young, old],
    ]) {
      const catalog = createCatalog()
      for (const record of records) catalog.apply(record)
      expect(catalog.byId('heat')?.title).toBe('young')
      expect(catalog.size()).toBe(1)
    }
  })

  it('lets the later record win at equal revisions', () => {
    const catalog = createCatalog()
    catalog.apply(aRecord({ revision: 3, title: 'first' }))
    expect(catalog.apply(aRecord({ revision: 3, title: 'second' }))).toBe('updated')
    expect(catalog.byId('heat')?.title).toBe('second')
  })

  it('keeps a withdrawn title, also against a stale document that is not withdrawn', () => {
    const catalog = createCatalog()
    catalog.apply(aRecord({ revision: 2, withdrawn: true }))
    expect(catalog.apply(aRecord({ revision: 1, withdrawn: false }))).toBe('stale')
    expect(catalog.byId('heat')).toMatchObject({ title: 'Heat', withdrawn: true })
  })

  it('refuses a second title with the same hash and keeps the first', () => {
    const catalog = createCatalog({ hashOf: () => '00000000000000aa' as ItemHash })
    catalog.apply(aRecord({ itemId: 'heat' }))
    expect(catalog.apply(aRecord({ itemId: 'ronin', revision: 9 }))).toBe('collision')
    expect(catalog.byId('heat')?.title).toBe('Heat')
    expect(catalog.byId('ronin')).toBeUndefined()
  })

  it('gives both titles of a shared fingerprint', () => {
    const catalog = createCatalog({ hashOf: (id) => `0000002a0000000${id}` as ItemHash })
    catalog.apply(aRecord({ itemId: '1' }))
    catalog.apply(aRecord({ itemId: '2' }))
    expect(catalog.byFingerprint(42).map(({ itemId }) => itemId)).toEqual(['1', '2'])
  })

  it('refuses a document without item or id', () => {
    const catalog = createCatalog()
    expect(catalog.apply({ item: undefined, receivedAtMs: 0 })).toBe('invalid')
    expect(catalog.apply(aRecord({ itemId: '' }))).toBe('invalid')
    expect(catalog.size()).toBe(0)
  })

  it('counts a version up with every change, and with nothing else', () => {
    const catalog = createCatalog()
    catalog.apply(aRecord({ revision: 2 }))
    const before = catalog.version()
    catalog.apply(aRecord({ revision: 1 }))
    expect(catalog.version()).toBe(before)
    catalog.apply(aRecord({ revision: 3 }))
    expect(catalog.version()).toBeGreaterThan(before)
  })

  it('tells what has changed since a version, as long as it remembers', () => {
    const catalog = createCatalog()
    expect(catalog.changedSince(0)).toEqual([])
    catalog.apply(aRecord({}))
    const version = catalog.version()
    catalog.apply(aRecord({ itemId: 'ronin' }))
    catalog.apply(aRecord({ revision: 1 }))
    catalog.apply(aRecord({ revision: 0 }))
    expect(catalog.changedSince(version)).toEqual([itemHash('ronin'), itemHash('heat')])
    expect(catalog.changedSince(0)).toEqual([itemHash('heat'), itemHash('ronin'), itemHash('heat')])
    expect(catalog.changedSince(catalog.version())).toEqual([])

    for (let i = 0; i < 2 * REMEMBERED_CHANGES; i++) catalog.apply(aRecord({ itemId: `movie-${i}` }))
    expect(catalog.changedSince(version)).toBe(null)
    const latest = Array.from({ length: REMEMBERED_CHANGES }, (_, i) => itemHash(`movie-${i + REMEMBERED_CHANGES}`))
    expect(catalog.changedSince(catalog.version() - REMEMBERED_CHANGES)).toEqual(latest)
  })
})
