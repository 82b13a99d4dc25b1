import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { DAY_MS } from '../day.ts'
import { NOW, aRowWorld, aSpec, idsOf } from '../../testing/a-row-world.ts'
import { leavingSoon } from './leaving-soon.ts'

const inDays = (days: number) => NOW + days * DAY_MS
const until = (
  itemId: string,
  days: number,
  countries: string[] = [],
  more: { startsAtMs?: number; endsAtMs?: number }[] = [],
) =>
  anItem({
    itemId,
    windows: [{ endsAtMs: inDays(days), countries }, ...more.map((window) => ({ countries, ...window }))],
  })

const ITEMS = [
  until('week', 7),
  until('tomorrow', 1),
  until('gone', 0),
  until('french', 2, ['FR']),
  until('german', 3, ['DE']),
  until('month', 15),
  until('extended', 4, [], [{ startsAtMs: inDays(4), endsAtMs: inDays(90) }]),
  until('comes-back', 5, [], [{ startsAtMs: inDays(50) }]),
  anItem({ itemId: 'always' }),
]

function rowFor(countries: readonly string[], spec = {}) {
  const { asker } = aRowWorld({ items: [] }).context
  const audience = { ...asker.audience, countries }
  return leavingSoon(aSpec('leaving_soon', spec), aRowWorld({ items: ITEMS, asker: { audience } }).context)[0]
}

describe('leaving soon', () => {
  it('has titles that will be gone where the viewer is, soonest first, with when', () => {
    const row = rowFor(['DE'])
    expect(idsOf(row)).toEqual(['tomorrow', 'german', 'comes-back', 'week'])
    expect(row?.candidates[0]?.causes).toMatchObject([{ type: ReasonType.REASON_TYPE_LEAVING_SOON, atMs: inDays(1) }])
    expect(row).toMatchObject({ inOrder: true, title: { template: 'leaving_soon' } })
  })

  it('has only what leaves all countries where nobody knows which one it is', () => {
    expect(idsOf(rowFor([]))).toEqual(['tomorrow', 'comes-back', 'week'])
  })

  it('looks as far ahead as the file says', () => {
    expect(idsOf(rowFor(['DE'], { within_days: 3 }))).toEqual(['tomorrow', 'german'])
    expect(idsOf(rowFor(['DE'], { within_days: 15 }))).toContain('month')
  })

  it('is left out where nothing leaves', () => {
    expect(leavingSoon(aSpec('leaving_soon', { fill: true }), aRowWorld({ items: [anItem()] }).context)).toEqual([])
  })
})
