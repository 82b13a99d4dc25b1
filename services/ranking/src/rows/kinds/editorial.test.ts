import { describe, expect, it } from '@jest/globals'
import { ReasonType, itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, factOf, idsOf } from '../../testing/a-row-world.ts'
import type { RowWorld } from '../../testing/a-row-world.ts'
import { editorial } from './editorial.ts'

const ITEMS = ['heat', 'ronin', 'toys', 'up'].map((itemId) => anItem({ itemId }))
const rowFor = (ids: readonly string[], world: Partial<RowWorld> = {}, spec = {}) =>
  editorial(aSpec('editorial', { item_ids: [...ids], ...spec }), aRowWorld({ items: ITEMS, ...world }).context)[0]

describe('a row of the editors', () => {
  it('stands as they wrote it, seen titles too, without those that are not in the catalogue', () => {
    const row = rowFor(['toys', 'no-such-title', 'heat'], { watched: ['heat'] })
    expect(idsOf(row)).toEqual(['toys', 'heat'])
    expect(row?.candidates.map((one) => factOf(one)?.type)).toEqual(Array(2).fill(ReasonType.REASON_TYPE_EDITORIAL))
    expect(row).toMatchObject({ inOrder: true, title: { template: 'editorial' } })
  })

  it('obeys all other rules', () => {
    const asker = { dismissed: new Set([itemHash('toys')]) }
    expect(idsOf(rowFor(['toys', 'heat', 'up'], { asker, excluded: ['heat'] }))).toEqual(['up'])
  })

  it('is filled up where the file says so, with titles that the viewer has not seen', () => {
    const world = { model: aModel({}, { ronin: 9, up: 1 }), watched: ['ronin', 'heat'] }
    expect(idsOf(rowFor(['heat'], world, { fill: true }))).toEqual(['heat', 'up', 'toys'])
  })

  it('is not filled up with those of its own titles that are forbidden', () => {
    const row = rowFor(['heat', 'toys'], { excluded: ['toys'], model: aModel({}, { toys: 9 }) }, { fill: true })
    expect(idsOf(row)).not.toContain('toys')
  })

  it('is left out where none of its titles is allowed', () => {
    expect(rowFor(['heat'], { excluded: ['heat'] }, { fill: true })).toBeUndefined()
  })
})
