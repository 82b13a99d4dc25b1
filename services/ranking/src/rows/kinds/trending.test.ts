import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import { TRENDING_HALF_LIFE_MS } from '@upnext/recsys'
import type { RowSpecOf } from '@upnext/rows'
import { aRowWorld, causesIn } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { trending } from './trending.ts'

const SPEC: RowSpecOf<'trending'> = {
  type: 'trending',
  id: 'now',
  items: 20,
  min_items: 2,
  priority: 100,
  fill: false,
  fits: null,
  scope: 'country',
}
const TITLES = ['heat', 'ronin', 'casino', 'toys', 'up']
const NOWHERE = { country: null }
const WATCHED = { '': { toys: 90, heat: 9, up: 8, ronin: 0.5 }, DE: { heat: 9, ronin: 4, up: 1 } }

function rowFor(world: Partial<RowWorld>, spec: Partial<typeof SPEC> = {}) {
  const { context } = aRowWorld({ items: TITLES, trends: WATCHED, request: { country: 'DE' }, ...world })
  const rows = trending({ ...SPEC, ...spec }, context)
  expect(rows.length).toBeLessThanOrEqual(1)
  const [row] = rows
  return {
    rowId: row?.rowId,
    title: row?.title,
    ids: row?.candidates.map(({ title }) => title.itemId) ?? [],
    causes: causesIn(row).flat(),
    inOrder: row?.inOrder,
  }
}

describe('the row "trending"', () => {
  it('is of the country, most watched first, and says so', () => {
    const { causes, ...row } = rowFor({})
    expect(row).toEqual({
      rowId: 'now',
      title: { template: 'trending_in_country', parameters: { country: 'DE' }, text: 'Trending now in DE' },
      // One play in a country is somebody, not the country.
      ids: ['heat', 'ronin'],
      inOrder: true,
    })
    const { REASON_TYPE_TRENDING: type } = ReasonType
    expect(causes).toEqual(['heat', 'ronin'].map(() => ({ kind: 'fact', type, share: 1, country: 'DE' })))
  })

  const everywhere = {
    title: { template: 'trending', parameters: {}, text: 'Trending now' },
    ids: ['toys', 'heat', 'up'],
  }

  it.each<[string, Partial<RowWorld>, Partial<typeof SPEC>]>([
    ['nobody knows the country', { request: NOWHERE }, {}],
    ['nothing is known of the country', { request: { country: 'AT' } }, {}],
    ['too little is watched there', {}, { min_items: 3 }],
    ['rules leave too little', { excluded: ['ronin'] }, {}],
    ['it is asked for', {}, { scope: 'everywhere' }],
  ])('is of everywhere where %s, and names no country', (_, world, spec) => {
    const { title, ids, causes } = rowFor(world, spec)
    expect({ title, ids }).toEqual(everywhere)
    expect(causes).toEqual(
      everywhere.ids.map(() => ({ kind: 'fact', type: ReasonType.REASON_TYPE_TRENDING, share: 1 })),
    )
  })

  it('holds only what the rules allow, and no more than is wanted', () => {
    expect(rowFor({ request: NOWHERE, excluded: ['toys'] }).ids).toEqual(['heat', 'up'])
    expect(rowFor({ request: NOWHERE, depth: 1 }).ids).toEqual(['toys'])
  })

  it('leaves out titles that the catalogue does not have', () => {
    expect(rowFor({ trends: { '': { gone: 9, up: 8 } } }).ids).toEqual(['up'])
  })

  it('is filled below what is watched now where the file says so, and never made of that alone', () => {
    const { ids, title } = rowFor({}, { fill: true })
    expect(title?.template).toBe('trending_in_country')
    expect(ids.slice(0, 2)).toEqual(['heat', 'ronin'])
    expect(ids.slice(2).sort()).toEqual(['casino', 'toys', 'up'])
    expect(rowFor({ trends: {} }, { fill: true }).rowId).toBeUndefined()
  })

  it('is gone within hours when nobody watches any more', () => {
    expect(rowFor({ laterMs: 4 * TRENDING_HALF_LIFE_MS }).ids).toEqual(['toys'])
    expect(rowFor({ laterMs: 10 * TRENDING_HALF_LIFE_MS }).rowId).toBeUndefined()
  })

  it('is no row where nothing is known', () => {
    expect(rowFor({ trends: {} }).rowId).toBeUndefined()
  })
})
