import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { anItem } from '@upnext/testkit'
import fc from 'fast-check'
import type { RowSpec } from '@upnext/rows'
import { dealTitles } from './deal-titles.ts'
import type { Ordering } from './deal-titles.ts'
import type { WantingRow } from './wanting-row.ts'
import type { PinnedTitle } from './pins.ts'

const IDS = Array.from({ length: 12 }, (_, i) => `t${i}`)
const catalog = createCatalog()
for (const itemId of IDS) catalog.apply({ item: anItem({ itemId }), receivedAtMs: 0 })

interface Wants {
  readonly id: string
  readonly priority: number
  readonly titles: readonly string[]
  readonly limit?: number
  readonly least?: number
}

function wanting({ id, priority, titles, limit = 3, least = 1 }: Wants): WantingRow {
  const spec: RowSpec = {
    type: 'popular',
    period: 'month',
    id,
    priority,
    items: limit,
    min_items: least,
    fill: false,
    fits: null,
  }
  const candidates = titles.flatMap((itemId) => {
    const title = catalog.byId(itemId)
    return title === undefined ? [] : [{ title, score: 1, causes: [] }]
  })
  const title = { template: 'popular', parameters: {}, text: '' }
  return { spec, limit, least, draft: { rowId: id, title, candidates, inOrder: true } }
}

function pin(itemId: string, rowId: string | null, position = 0): PinnedTitle {
  const title = catalog.byId(itemId)
  if (title === undefined) throw new Error('the catalogue lost a title')
  return { title, mayComeIn: true, rowId, position }
}

const asItIs = (): Ordering => ({ order: (_, free) => free, shown: () => undefined })
const dealt = (rows: readonly Wants[], mostRows = 40, pins: readonly PinnedTitle[] = []) =>
  dealTitles(rows.map(wanting), { mostRows, newOrdering: asItIs, pins }).map(({ draft, shown, rest }) => [
    draft.rowId,
    shown.map(({ title }) => title.itemId),
    rest.map(({ title }) => title.itemId),
  ])

describe('dealing titles', () => {
  it('gives a title to the row with the higher priority, and keeps the order of the page', () => {
    const rows = [
      { id: 'popular', priority: 1, titles: ['t0', 't1', 't2', 't3'] },
      { id: 'continue', priority: 9, titles: ['t1'] },
    ]
    expect(dealt(rows)).toEqual([
      ['popular', ['t0', 't2', 't3'], []],
      ['continue', ['t1'], []],
    ])
  })

  it('gives titles back where a row has too few', () => {
    const rows = [
      { id: 'first', priority: 9, titles: ['t0', 't1'], least: 3 },
      { id: 'second', priority: 1, titles: ['t0'] },
    ]
    expect(dealt(rows)).toEqual([['second', ['t0'], []]])
  })

  it('does not let rows that do not fit keep titles from those that do', () => {
    const rows = [
      { id: 'first', priority: 1, titles: ['t0', 't1'] },
      { id: 'below', priority: 9, titles: ['t0'] },
    ]
    expect(dealt(rows, 1)).toEqual([['first', ['t0', 't1'], []]])
  })

  it('tries a row again that found too little only because of rows that do not fit', () => {
    const rows = [
      { id: 'first', priority: 1, titles: ['t0', 't1'], least: 2 },
      { id: 'second', priority: 1, titles: ['t2'] },
      { id: 'third', priority: 1, titles: ['t3'] },
      { id: 'below', priority: 9, titles: ['t0'] },
    ]
    expect(dealt(rows, 2)).toEqual([
      ['first', ['t0', 't1'], []],
      ['second', ['t2'], []],
    ])
  })

  it('leaves a title where it is that is pinned to a row that finds too little, or that does not fit', () => {
    const rows = [
      { id: 'first', priority: 1, titles: ['t0', 't1'] },
      { id: 'short', priority: 9, titles: ['t2'], least: 3 },
      { id: 'below', priority: 9, titles: ['t3'] },
    ]
    expect(dealt(rows, 40, [pin('t1', 'short')])[0]).toEqual(['first', ['t0', 't1'], []])
    expect(dealt(rows, 1, [pin('t1', 'below')])).toEqual([['first', ['t0', 't1'], []]])
    expect(dealt(rows, 40, [pin('t1', 'below')])).toEqual([
      ['first', ['t0'], []],
      ['below', ['t1', 't3'], []],
    ])
  })

  it('carries on only what stands nowhere on the page', () => {
    const rows = [
      { id: 'first', priority: 9, titles: ['t0', 't1', 't2', 't3', 't4'], limit: 2 },
      { id: 'second', priority: 1, titles: ['t3'] },
    ]
    expect(dealt(rows)).toEqual([
      ['first', ['t0', 't1'], ['t2', 't4']],
      ['second', ['t3'], []],
    ])
  })

  it('never shows a title twice, nor more than a row holds, whatever rows want', () => {
    const row = fc.record({
      priority: fc.integer({ min: 0, max: 3 }),
      titles: fc.uniqueArray(fc.constantFrom(...IDS)),
      limit: fc.integer({ min: 1, max: 5 }),
      least: fc.integer({ min: 1, max: 3 }),
    })
    const pinned = fc.record({ itemId: fc.constantFrom(...IDS), row: fc.integer({ min: 0, max: 6 }) })
    const manyPins = fc.array(pinned, { maxLength: 3 })
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 6 }),
        fc.integer({ min: 1, max: 6 }),
        manyPins,
        (given, mostRows, some) => {
          const pins = some.map(({ itemId, row: at }, position) => pin(itemId, `r${at}`, position))
          const rows = given.map((wants, i) => wanting({ ...wants, id: `r${i}` }))
          const page = dealTitles(rows, { mostRows, newOrdering: asItIs, pins })
          const shown = page.flatMap((dealtRow) => dealtRow.shown.map(({ title }) => title.itemId))
          expect(new Set(shown).size).toBe(shown.length)
          expect(page.length).toBeLessThanOrEqual(mostRows)
          for (const { shown: titles, rest, limit, least } of page) {
            expect(titles.length).toBeLessThanOrEqual(limit)
            expect(titles.length).toBeGreaterThanOrEqual(Math.min(least, limit))
            expect(rest.filter(({ title }) => shown.includes(title.itemId))).toEqual([])
          }
          // A row with a place left has what it wants, unless that stands elsewhere: no pin and no other row keeps it from the page.
          for (const { draft, shown: titles, limit } of page) {
            const wanted = rows.find(({ draft: { rowId } }) => rowId === draft.rowId)?.draft.candidates ?? []
            if (titles.length < limit) expect(wanted.filter(({ title }) => !shown.includes(title.itemId))).toEqual([])
          }
          // The most important row that wants enough is never left without.
          const first = rows.toSorted((a, b) => b.spec.priority - a.spec.priority)[0]
          if (
            pins.length === 0 &&
            first !== undefined &&
            first.draft.candidates.length >= Math.max(1, first.least) &&
            mostRows >= rows.length
          )
            expect(page.map(({ draft }) => draft.rowId)).toContain(first.draft.rowId)
        },
      ),
    )
  })
})
