import { describe, expect, it } from '@jest/globals'
import { anItem } from '@upnext/testkit'
import { aModel } from '../../testing/a-model.ts'
import { aRowWorld, aSpec, causesIn, idsOf } from '../../testing/a-row-world.ts'
import { hiddenGems } from './hidden-gems.ts'

const IDS = ['heat', 'hit', 'known', 'gem', 'unseen']
const ITEMS = IDS.map((itemId) => anItem({ itemId }))
const goesWithHeat = [
  ['hit', 1],
  ['unseen', 0.9],
  ['known', 0.8],
  ['gem', 0.5],
] as const
const MODEL = aModel({ heat: goesWithHeat }, { heat: 50, hit: 90, known: 40, gem: 3 })
const rowFor = (watched: readonly string[], spec = {}) =>
  hiddenGems(aSpec('hidden_gems', spec), aRowWorld({ items: ITEMS, model: MODEL, watched }).context)[0]

describe('hidden gems', () => {
  it('go with the history, and few have watched them: but somebody has', () => {
    const row = rowFor(['heat'], { most_popular: 0.75 })
    expect(idsOf(row)).toEqual(['gem'])
    expect(causesIn(row)[0]?.[0]?.kind).toBe('title')
  })

  it.each([
    [0, ['hit', 'known', 'gem']],
    [0.5, ['known', 'gem']],
    [1, []],
  ])('leave out the most popular share, %d', (share, expected) => {
    expect(idsOf(rowFor(['heat'], { most_popular: share }))).toEqual(expected)
  })

  it('are looked for in the whole model where what fits best has too few', () => {
    // The better a title fits, the more have watched it: none of the best 300 is a gem.
    const crowd = Array.from({ length: 400 }, (_, i) => `crowd-${i}`)
    const rows = { heat: crowd.map((id, i): [string, number] => [id, 1 - i / 1000]) }
    const model = aModel(rows, Object.fromEntries(crowd.map((id, i) => [id, 500 - i])))
    const items = ['heat', ...crowd].map((itemId) => anItem({ itemId }))
    const { context } = aRowWorld({ items, model, watched: ['heat'] })
    expect(idsOf(hiddenGems(aSpec('hidden_gems'), context)[0]).slice(0, 2)).toEqual(['crowd-320', 'crowd-321'])
  })

  it('are left out where nothing is known of the viewer', () => {
    expect(rowFor([], { fill: true })).toBeUndefined()
  })
})
