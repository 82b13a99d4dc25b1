import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { DAY_MS } from '../day.ts'
import { NOW, aRowWorld, aSpec, idsOf } from '../../testing/a-row-world.ts'
import { newArrivals } from './new-arrivals.ts'

const daysAgo = (days: number) => NOW - days * DAY_MS
const since = (
  itemId: string,
  days: number,
  countries: string[] = [],
  more: { startsAtMs?: number; endsAtMs?: number }[] = [],
) =>
  anItem({
    itemId,
    windows: [{ startsAtMs: daysAgo(days), countries }, ...more.map((window) => ({ countries, ...window }))],
  })

const ITEMS = [
  since('week', 7),
  since('now', 0),
  since('tomorrow', -1),
  since('french', 1, ['FR']),
  since('german', 2, ['DE']),
  since('month', 31),
  since('extended', 3, [], [{ startsAtMs: daysAgo(90), endsAtMs: daysAgo(3) }]),
  since('returned', 4, [], [{ startsAtMs: daysAgo(90), endsAtMs: daysAgo(60) }]),
  anItem({ itemId: 'always' }),
]

function rowFor(countries: readonly string[], spec = {}) {
  const { asker } = aRowWorld({ items: [] }).context
  const audience = { ...asker.audience, countries }
  return newArrivals(aSpec('new_arrivals', spec), aRowWorld({ items: ITEMS, asker: { audience } }).context)[0]
}

describe('new arrivals', () => {
  it('are titles that have come of late where the viewer is, newest first, with when', () => {
    const row = rowFor(['DE'])
    expect(idsOf(row)).toEqual(['now', 'german', 'returned', 'week'])
    expect(row?.candidates[1]?.causes).toMatchObject([{ type: ReasonType.REASON_TYPE_NEW, atMs: daysAgo(2) }])
    expect(row).toMatchObject({ inOrder: true, title: { template: 'new_arrivals' } })
  })

  it('are only what came for all countries where nobody knows which one it is', () => {
    expect(idsOf(rowFor([]))).toEqual(['now', 'returned', 'week'])
  })

  it('go back as far as the file says', () => {
    expect(idsOf(rowFor(['DE'], { within_days: 2 }))).toEqual(['now', 'german'])
    expect(idsOf(rowFor(['DE'], { within_days: 31 }))).toContain('month')
  })

  it('are left out where nothing has come', () => {
    expect(newArrivals(aSpec('new_arrivals', { fill: true }), aRowWorld({ items: [anItem()] }).context)).toEqual([])
  })
})
