import { describe, expect, it } from '@jest/globals'
import { ReasonType } from '@upnext/contracts'
import type { RowSpecOf } from '@upnext/rows'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, causesIn } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { popular } from './popular.ts'

const SPEC: RowSpecOf<'popular'> = {
  type: 'popular',
  id: 'liked',
  items: 20,
  min_items: 2,
  priority: 100,
  fill: false,
  fits: null,
  period: 'month',
}
const trends = { '': { toys: 9, up: 2, heat: 0.5 }, DE: { heat: 50 } }
const titles = ['heat', 'ronin', 'casino', 'toys', 'up']

/** All time: heat before ronin; in the last month the other way round. */
function theModel() {
  const model = aModel({}, { heat: 9, ronin: 2 })
  return { ...model, popularity: { ...model.popularity, month: model.popularity.total.map((total) => 10 - total) } }
}

function rowFor(world: Partial<RowWorld>, period?: 'month' | 'all_time') {
  const { context } = aRowWorld({ items: titles, trends, request: { country: 'DE' }, ...world })
  const [row] = popular(period === undefined ? SPEC : { ...SPEC, period }, context)
  return {
    template: row?.title.template,
    ids: row?.candidates.map(({ title }) => title.itemId) ?? [],
    types: new Set(
      causesIn(row)
        .flat()
        .map((cause) => cause.kind === 'fact' && cause.type),
    ),
  }
}

const types = new Set([ReasonType.REASON_TYPE_POPULAR])

describe('the row "popular"', () => {
  it('is what the model says of the last month, or of all time', () => {
    const model = theModel()
    expect(rowFor({ model })).toEqual({ template: 'popular', ids: ['ronin', 'heat'], types })
    expect(rowFor({ model }, 'month').ids).toEqual(['ronin', 'heat'])
    expect(rowFor({ model }, 'all_time').ids).toEqual(['heat', 'ronin'])
  })

  it('is what was counted everywhere before there is a model', () => {
    expect(rowFor({})).toEqual({ template: 'popular', ids: ['toys', 'up'], types })
    expect(rowFor({}, 'all_time').ids).toEqual(['toys', 'up'])
  })

  it('holds only what the rules allow, and no more than is wanted', () => {
    const excluded = ['ronin', 'toys']
    expect(rowFor({ model: theModel(), excluded }).ids).toEqual(['heat'])
    expect(rowFor({ excluded }).ids).toEqual(['up'])
    expect(rowFor({ model: theModel(), depth: 1 }).ids).toEqual(['ronin'])
  })

  it('is filled with what the catalogue has, below what many watch, where the file says so', () => {
    const idsOf = (fill: boolean, world: Partial<RowWorld>) => {
      const { context } = aRowWorld({ items: titles, trends, request: { country: 'DE' }, ...world })
      return popular({ ...SPEC, fill }, context)[0]?.candidates.map(({ title, step }) => [title.itemId, step])
    }
    const own = ['toys', 'up'].map((id) => [id, undefined])
    expect(idsOf(false, {})).toEqual(own)
    const filled = idsOf(true, {}) ?? []
    expect(filled.slice(0, 2)).toEqual(own)
    expect(filled.slice(2).sort()).toEqual(['casino', 'heat', 'ronin'].map((id) => [id, 'catalog']))
    expect(idsOf(true, { trends: {} })).toBeUndefined()
  })

  it('is no row where nothing is known', () => {
    expect(rowFor({ trends: {} }).template).toBeUndefined()
    expect(rowFor({ model: aModel({}, {}) }).template).toBeUndefined()
  })
})
