import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { fakeClock } from '@upnext/testkit'
import fc from 'fast-check'
import { byYearThenId } from '../rows/catalog-order.ts'
import { aMovie } from '../testing/some-titles.ts'
import { FEW_CHANGES, createSortedEntries } from './sorted-entries.ts'

const all = { entriesOf: (title: Parameters<typeof byYearThenId>[0]) => [title], compare: byYearThenId }

describe('sorted entries', () => {
  it('are all titles in order after any changes, few or many', () => {
    const change = fc.record({ itemId: fc.nat(80).map(String), year: fc.option(fc.nat(5), { nil: undefined }) })
    const batches = fc.array(fc.array(change, { maxLength: 2 * FEW_CHANGES }), { maxLength: 5 })
    fc.assert(
      fc.property(batches, (list) => {
        const catalog = createCatalog()
        const sorted = createSortedEntries(catalog, fakeClock(), all)
        for (const batch of list) {
          for (const parts of batch) catalog.apply({ item: aMovie(parts), receivedAtMs: 0 })
          expect(sorted.current()).toEqual([...catalog.titles()].sort(byYearThenId))
        }
      }),
    )
  })

  it('may be a second old while much changes, and follow a few changes at once', () => {
    const catalog = createCatalog()
    const clock = fakeClock()
    const sorted = createSortedEntries(catalog, clock, all)
    const add = (from: number, count: number): void => {
      for (let i = from; i < from + count; i++) catalog.apply({ item: aMovie({ itemId: String(i) }), receivedAtMs: 0 })
    }
    add(0, 100)
    expect(sorted.recent()).toHaveLength(100)
    add(100, FEW_CHANGES)
    expect(sorted.recent()).toHaveLength(100 + FEW_CHANGES)
    add(200, 100)
    expect(sorted.recent()).toHaveLength(100 + FEW_CHANGES)
    expect(sorted.current()).toHaveLength(200 + FEW_CHANGES)
    add(300, 100)
    expect(sorted.recent()).toHaveLength(200 + FEW_CHANGES)
    clock.advance(1000)
    expect(sorted.recent()).toHaveLength(300 + FEW_CHANGES)
  })
})
