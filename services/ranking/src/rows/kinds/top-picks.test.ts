import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, idsOf } from '../../testing/a-row-world.ts'
import { topPicks } from './top-picks.ts'

const ITEMS = ['heat', 'ronin', 'toys', 'up', 'saw'].map((itemId) => anItem({ itemId }))
const MODEL = aModel({ heat: [['ronin', 1]], toys: [['up', 1]], saw: [['up', 1]] }, { saw: 9 })
const watched = (id: string, weight: number) => {
  return { hash: itemHash(id), weight, source: 'profile', stars: null, thumbUp: null, fraction: null } as const
}

describe('top picks', () => {
  it('go by what is liked best, not by what is newest', () => {
    const asker = { history: [watched('toys', 0.3), watched('heat', 1.5), watched('saw', -1)] }
    const { context } = aRowWorld({ items: ITEMS, model: MODEL, asker })
    const [row] = topPicks(aSpec('top_picks'), context)
    expect(idsOf(row).slice(0, 2)).toEqual(['ronin', 'up'])
    expect(row?.history?.map(({ hash }) => hash)).toEqual([itemHash('heat'), itemHash('toys')])
    expect(row?.title.template).toBe('top_picks')
  })

  it('go by nothing that the viewer has called not interesting', () => {
    const asker = { history: [watched('heat', 1.5), watched('toys', 0.3)], dismissed: new Set([itemHash('heat')]) }
    const [row] = topPicks(aSpec('top_picks'), aRowWorld({ items: ITEMS, model: MODEL, asker }).context)
    expect(row?.history?.map(({ hash }) => hash)).toEqual([itemHash('toys')])
    expect(idsOf(row)).toEqual(['up'])
  })

  it('are left out where nothing is liked, or nothing goes with it, however popular the rest is', () => {
    const cold = aRowWorld({ items: ITEMS, model: MODEL }).context
    const lost = aRowWorld({ items: ITEMS, model: MODEL, watched: ['up'] }).context
    for (const context of [cold, lost]) expect(topPicks(aSpec('top_picks', { fill: true }), context)).toEqual([])
  })
})
