import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { POPULAR_HALF_LIFE_MS } from '@upnext/recsys'
import type { RowSpecOf } from '@upnext/rows'
import { aRowWorld } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { popularInCountry } from './popular-in-country.ts'

const SPEC: RowSpecOf<'popular_in_country'> = {
  type: 'popular_in_country',
  id: 'here',
  items: 20,
  min_items: 2,
  priority: 100,
  fill: false,
  fits: null,
}
const trends = { '': { toys: 90 }, DE: { heat: 9, up: 4, ronin: 2 }, AT: { ronin: 8 } }
const titles = ['heat', 'ronin', 'casino', 'toys', 'up']

const rowsFor = (world: Partial<RowWorld>, country: string | null = 'DE') =>
  popularInCountry(SPEC, aRowWorld({ items: titles, trends, request: { country }, ...world }).context)
const idsOf = (world: Partial<RowWorld>, country?: string) =>
  rowsFor(world, country).map((row) => row.candidates.map(({ title }) => title.itemId))

describe('the row "popular in your country"', () => {
  it('is what is watched most there, with the country in title and reasons', () => {
    const [row] = rowsFor({})
    expect(row).toMatchObject({
      rowId: 'here',
      inOrder: true,
      title: { template: 'popular_in_country', parameters: { country: 'DE' }, text: 'Popular in DE' },
    })
    const { REASON_TYPE_POPULAR_IN_COUNTRY: type } = ReasonType
    expect(row?.candidates.map(({ title, causes }) => [title.itemId, causes])).toEqual(
      ['heat', 'up'].map((id) => [id, [{ kind: 'fact', type, share: 1, country: 'DE' }]]),
    )
    expect(idsOf({}, 'AT')).toEqual([['ronin']])
  })

  it('holds only what the rules allow, and no more than is wanted', () => {
    expect(idsOf({ excluded: ['heat'] })).toEqual([['up']])
    expect(idsOf({ depth: 1 })).toEqual([['heat']])
  })

  it('is filled below what is watched there where the file says so, and never made of that alone', () => {
    const filled = (country: string) => {
      const { context } = aRowWorld({ items: titles, trends, request: { country } })
      return popularInCountry({ ...SPEC, fill: true }, context)[0]
    }
    expect(
      filled('DE')
        ?.candidates.slice(0, 2)
        .map(({ title }) => title.itemId),
    ).toEqual(['heat', 'up'])
    expect(
      filled('DE')
        ?.candidates.slice(2)
        .map(({ step }) => step),
    ).toEqual(['catalog', 'catalog', 'catalog'])
    expect(filled('FR')).toBeUndefined()
  })

  it('outlasts a quiet night, not a quiet year', () => {
    expect(idsOf({ laterMs: POPULAR_HALF_LIFE_MS })).toEqual([['heat']])
    expect(idsOf({ laterMs: 12 * POPULAR_HALF_LIFE_MS })).toEqual([])
  })

  it('is no row where nobody knows the country, or nothing is known of it', () => {
    expect(rowsFor({}, null)).toEqual([])
    expect(rowsFor({}, 'FR')).toEqual([])
  })
})
