import { describe, expect, it } from '@jest/globals'
import { createPopularityClock } from '@upnext/recsys'
import { hardlyKnown } from './hardly-known.ts'

describe('hardlyKnown', () => {
  it('says of each title what its counts say now, also of those that change or come later', () => {
    const popularity = createPopularityClock()
    const plays = [19, 20, 0.5, 500, 19.9]
    for (const [item, count] of plays.entries()) popularity.add(item, count, 0)
    const known = (items: readonly number[]): boolean[] => items.map(hardlyKnown(popularity))
    expect(known([0, 1, 2, 3, 4, 5])).toEqual([true, false, true, false, true, true])
    popularity.add(4, 0.1, 0)
    popularity.set(3, { total: 1, month: 1, days: 1, asOfMs: 0 })
    expect(known([0, 1, 2, 3, 4])).toEqual([true, false, true, true, false])
    popularity.add(5000, 30, 0)
    popularity.add(40, 20, 0)
    expect(known([1, 4, 39, 40, 4999, 5000, 9000])).toEqual([false, false, true, false, true, false, true])
  })

  it('asks all titles again after more changes than are remembered', () => {
    const popularity = createPopularityClock()
    popularity.add(0, 1, 0)
    expect(hardlyKnown(popularity)(0)).toBe(true)
    popularity.add(0, 19, 0)
    for (let change = 0; change < 20_000; change++) popularity.add(1, 1, 0)
    expect([0, 1, 2].map(hardlyKnown(popularity))).toEqual([false, false, true])
  })
})
