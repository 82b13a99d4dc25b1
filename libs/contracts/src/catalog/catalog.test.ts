import { describe, expect, it } from '@jest/globals'
import { decodeCatalogRecord, encodeCatalogRecord, MalformedRecordError } from '../events/codec.ts'
import { EXAMPLE_ITEM } from './catalog.fixtures.ts'
import type { ItemJson } from './item-schema.ts'
import { parseItem } from './parse-item.ts'
import { toCatalogItem } from './to-catalog-item.ts'
import { toItemJson } from './to-item-json.ts'

function backFromTheLog(input: unknown): ItemJson | null {
  const parsed = parseItem(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejection))
  const record = encodeCatalogRecord({ item: toCatalogItem(parsed.value), receivedAtMs: 1 })
  expect(Buffer.from(record.key).toString()).toBe(parsed.value.item)
  const { item } = decodeCatalogRecord(record.value)
  return item === undefined ? null : toItemJson(item)
}

describe('catalogue items', () => {
  it('carry every field to the log and back', () => {
    expect(backFromTheLog(EXAMPLE_ITEM)).toEqual(EXAMPLE_ITEM)
  })

  it('keep what is unknown unknown', () => {
    const bare = { item: 'm', title: 'M', kind: 'movie', revision: 0 }
    expect(backFromTheLog(bare)).toEqual(bare)
  })

  it('tell "everywhere" from "nowhere" and "all ages" from "unknown"', () => {
    const explicit = { item: 'm', title: 'M', kind: 'movie', revision: 1, maturity_age: 0 }
    expect(backFromTheLog({ ...explicit, regions: 'everywhere' })).toMatchObject({
      regions: 'everywhere',
      maturity_age: 0,
    })
    expect(backFromTheLog({ ...explicit, regions: [] })).toMatchObject({ regions: [] })
  })

  it.each([
    ['a missing revision', { revision: undefined }, 'schema /revision'],
    ['a revision in words', { revision: '7' }, 'schema /revision'],
    ['an unknown kind', { kind: 'song' }, 'schema /kind'],
    ['a region in lower case', { regions: ['de'] }, 'schema /regions/0'],
    ['a region that is a word', { regions: 'nowhere' }, 'schema /regions'],
    ['artwork that is code', { artwork_url: 'javascript:alert(1)' }, 'schema /artwork_url'],
    ['a title of several lines', { title: 'a\nb' }, 'schema /title'],
    ['a person without a name', { people: [{ role: 'actor' }] }, 'schema /people/0/name'],
    ['broken Unicode', { title: '\ud800' }, 'encoding /title'],
  ])('are refused with %s', (_what, change, expected) => {
    const parsed = parseItem({ ...EXAMPLE_ITEM, ...change })
    expect(parsed.ok ? 'accepted' : `${parsed.rejection.reason} ${parsed.rejection.pointer}`).toBe(expected)
  })

  it('are refused as records where they name no item', () => {
    expect(() => decodeCatalogRecord(Buffer.alloc(0))).toThrow(MalformedRecordError)
    expect(() => encodeCatalogRecord({ item: undefined, receivedAtMs: 0 })).toThrow(MalformedRecordError)
  })
})
