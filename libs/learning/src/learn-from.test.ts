import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { COUNT_SETTINGS, createCounts, createItemIndex, createPopularityClock } from '@upnext/recsys'
import { learnFrom } from './learn-from.ts'

describe('learnFrom', () => {
  it('counts what came before and how popular a title is in the unit given, and tells whose counts changed', () => {
    const index = createItemIndex([itemHash('known')])
    const counts = createCounts(COUNT_SETTINGS)
    const popularity = createPopularityClock()
    const touched: number[] = []
    const before = { item: itemHash('before'), weight: 1, atMs: 1 }
    const observation = { history: [before], item: itemHash('new'), weight: 0.5, atMs: 2 }
    learnFrom(observation, { index, counts, popularity, unit: 0.25 }, (item) => touched.push(item))
    expect(touched.map((item) => index.hashOf(item))).toEqual(['before', 'new'].map(itemHash))
    expect(counts.total()).toBe(2)
    expect(popularity.of(2)).toMatchObject({ total: 2, asOfMs: 2 })
    expect(popularity.of(1).total).toBe(0)
  })
})
