import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { NOW, aRowWorld, aSpec, factOf, idsOf } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { sponsored } from './sponsored.ts'

const ITEMS = ['a1', 'a2', 'b1', 'b2', 'both'].map((itemId) => anItem({ itemId }))
const A = { id: 'a', sponsor: 'Acme', items: ['a1', 'both', 'a2'] }
const B = { id: 'b', sponsor: 'Bolt', items: ['b1', 'both', 'b2'] }
const at = (ms: number): string => new Date(NOW + ms).toISOString()
const { audience } = aRowWorld({ items: [] }).context.asker
const rowFor = (
  campaigns: readonly (typeof A & { from?: string; to?: string; countries?: string[] })[],
  world: Partial<RowWorld> = {},
) =>
  sponsored(
    aSpec('sponsored', { campaigns: [...campaigns], fill: true }),
    aRowWorld({ items: ITEMS, ...world, asker: { sponsored: true, ...world.asker } }).context,
  )[0]

describe('a sponsored row', () => {
  it('labels every title with who paid for it, and has no others', () => {
    const row = rowFor([A])
    expect(idsOf(row)).toEqual(['a1', 'both', 'a2'])
    expect(row?.candidates.map(({ sponsorship }) => sponsorship)).toEqual(
      Array(3).fill({ campaign: 'a', sponsor: 'Acme' }),
    )
    expect(factOf(row?.candidates[0])?.type).toBe(ReasonType.REASON_TYPE_SPONSORED)
    expect(row).toMatchObject({ inOrder: true, title: { template: 'sponsored', parameters: { sponsor: 'Acme' } } })
  })

  it('is not for who has not agreed, nor for children', () => {
    expect(rowFor([A], { asker: { sponsored: false } })).toBeUndefined()
    expect(rowFor([A], { asker: { audience: { ...audience, kids: true } } })).toBeUndefined()
  })

  it('lets campaigns take turns, each title once, and sometimes one first and sometimes the other', () => {
    const rows = Array.from({ length: 20 }, (_, i) => rowFor([A, B], { seed: `${i}` }))
    for (const row of rows) {
      const campaigns = row?.candidates.map(({ sponsorship }) => sponsorship?.campaign)
      expect(campaigns?.slice(0, 2).sort()).toEqual(['a', 'b'])
      expect(idsOf(row).sort()).toEqual(['a1', 'a2', 'b1', 'b2', 'both'])
      expect(row?.title.template).toBe('sponsored_by_several')
    }
    expect(new Set(rows.map((row) => idsOf(row)[0]))).toEqual(new Set(['a1', 'b1']))
  })

  it.each([
    ['runs from now', { from: at(0) }, true],
    ['runs from later', { from: at(1) }, false],
    ['runs until later', { to: at(1) }, true],
    ['ends now', { to: at(0) }, false],
    ['runs here', { countries: ['DE', 'FR'] }, true],
    ['runs elsewhere', { countries: ['FR'] }, false],
  ])('shows a campaign that %s: %j, %s', (_, parts, shown) => {
    const row = rowFor([{ ...A, ...parts }], { asker: { audience: { ...audience, countries: ['DE'] } } })
    expect(row !== undefined).toBe(shown)
  })

  it('shows no campaign of some countries where nobody knows the country', () => {
    expect(rowFor([{ ...A, countries: ['DE'] }])).toBeUndefined()
  })

  it('obeys the rules', () => {
    expect(idsOf(rowFor([A], { watched: ['a1'], excluded: ['a2'] }))).toEqual(['both'])
  })
})
