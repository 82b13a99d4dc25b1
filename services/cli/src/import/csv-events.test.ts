import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { tempFolder } from '@upnext/testkit'
import type { CsvEventsOptions } from './csv-events.ts'
import { eventsOf, readCsvEvents, starsOf } from './csv-events.ts'
import type { CsvTable } from '@upnext/evaluation'

const OPTIONS: CsvEventsOptions = {
  shape: { delimiter: null, hasHeader: true },
  viewerColumn: 'who',
  itemColumn: 'what',
  timeColumn: 'when',
  timeFormat: 'auto',
  ratingColumn: null,
  ratingMax: 5,
  kind: 'watch',
  itemsFromEvents: false,
  everywhere: false,
  allAges: false,
  everyTier: false,
}

function table(rows: string[][], header: string[] | null = ['who', 'what', 'when', 'stars']): CsvTable {
  return { fingerprint: 'f', header, rows }
}

describe('eventsOf', () => {
  it('sorts by time and keeps the row of the file, which names the event', () => {
    const { events } = eventsOf(
      table([
        ['a', 'x', '200'],
        ['b', 'y', '100'],
        ['c', 'z', '100'],
      ]),
      OPTIONS,
    )
    expect(events.map((event) => [event.row, event.viewer, event.atMs])).toEqual([
      [2, 'b', 100_000],
      [3, 'c', 100_000],
      [1, 'a', 200_000],
    ])
  })

  it('reads ratings of any scale as half stars', () => {
    const rated = { ...OPTIONS, ratingColumn: 'stars', ratingMax: 10 }
    const { events } = eventsOf(
      table([
        ['a', 'x', '1', '7'],
        ['a', 'y', '2', '0'],
      ]),
      rated,
    )
    expect(events.map((event) => event.sign)).toEqual([
      { kind: 'rating', stars: 3.5 },
      { kind: 'rating', stars: 0.5 },
    ])
  })

  it('finds columns by number where there is no header', () => {
    const byNumber = { ...OPTIONS, viewerColumn: '1', itemColumn: '3', timeColumn: '2', kind: 'transaction' as const }
    const { events } = eventsOf(table([['a', '5', 'x']], null), byNumber)
    expect(events).toEqual([{ row: 1, viewer: 'a', item: 'x', atMs: 5000, sign: { kind: 'transaction' } }])
  })

  it('counts rows that make no sense by reason, and keeps the others', () => {
    const rated = { ...OPTIONS, ratingColumn: 'stars' }
    const rows = [
      ['', 'x', '1', '3'],
      ['a', '', '1', '3'],
      ['a', 'x', 'soon', '3'],
      ['a', 'x', '1', '9'],
      ['a', 'x', '1', '3'],
    ]
    const { events, unreadable } = eventsOf(table(rows), rated)
    expect(events).toHaveLength(1)
    expect(unreadable).toEqual({ 'no viewer': 1, 'no item': 1, 'not a time': 1, 'not a rating': 1 })
  })

  it('makes a catalogue of the items on request, each once', () => {
    const wanted = { ...OPTIONS, itemsFromEvents: true, everywhere: true, allAges: true, everyTier: true }
    const { items } = eventsOf(
      table([
        ['a', 'y', '1'],
        ['b', 'x', '2'],
        ['c', 'y', '3'],
      ]),
      wanted,
    )
    expect(items.map((item) => item.item)).toEqual(['x', 'y'])
    expect(items[0]).toMatchObject({ title: 'x', regions: 'everywhere', maturity_age: 0, tiers: 'every', revision: 1 })
  })

  it('names the columns that there are when one is not found', () => {
    expect(() => eventsOf(table([]), { ...OPTIONS, itemColumn: 'product' })).toThrow(
      '--item-column: there is no column "product"',
    )
  })
})

describe('readCsvEvents', () => {
  it('finds tabs out by itself, as in session feeds', async () => {
    const folder = await tempFolder()
    const path = join(folder.path, 'clicks.txt')
    await writeFile(path, 'SessionId\tItemId\tTime\n10036\t14957\t1592337718.0\n10036\t14713\t1592337765.0\n')
    const columns = { viewerColumn: 'SessionId', itemColumn: 'ItemId', timeColumn: 'Time' }
    const { events } = await readCsvEvents(path, { ...OPTIONS, ...columns })
    expect(events.map((event) => event.item)).toEqual(['14957', '14713'])
    await folder.remove()
  })
})

describe('starsOf', () => {
  it.each(['', 'NaN', '-1', '6'])('refuses %p', (text) => {
    expect(starsOf(text, 5)).toBeNull()
  })
})
