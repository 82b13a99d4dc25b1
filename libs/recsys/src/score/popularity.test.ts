import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createLiveModel } from '../model/live-model.ts'
import { aModel } from '../testing/a-model.ts'
import { START_MS, title } from '../testing/some-histories.ts'
import { popularItems } from './popular-items.ts'
import { createPopularityClock } from './popularity-clock.ts'

const DAY_MS = 86_400_000

const plays = fc.array(fc.record({ item: fc.nat(5), weight: fc.constantFrom(-1, 0.5, 1, 1.5), day: fc.nat(200) }), {
  maxLength: 40,
})

describe('the popularity clock', () => {
  it('is the obvious sum, decayed or not, in whatever order plays come', () => {
    fc.assert(
      fc.property(plays, fc.nat(30), (list, later) => {
        const clock = createPopularityClock()
        for (const { item, weight, day } of list) clock.add(item, weight, day * DAY_MS)
        const now = Math.max(0, ...list.map(({ day }) => day)) + later
        const sum = (item: number, halfLife: number): number =>
          list
            .filter((one) => one.item === item && one.weight > 0)
            .reduce((total, { weight, day }) => total + weight * 2 ** ((day - now) / halfLife), 0)
        const features = new Float64Array(4)
        for (let item = 0; item <= 5; item++) {
          clock.features(item, now * DAY_MS, features, 1)
          expect(features[1]).toBeCloseTo(Math.log(sum(item, Infinity) + 1), 9)
          expect(features[2]).toBeCloseTo(Math.log(sum(item, 30) + 0.1), 9)
          expect(features[3]).toBeCloseTo(Math.log(sum(item, 3) + 0.1), 9)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('goes on from a state exactly, and from a snapshot nearly so', () => {
    fc.assert(
      fc.property(plays, plays, (early, late) => {
        const whole = createPopularityClock()
        for (const { item, weight, day } of early) whole.add(item, weight, day * DAY_MS)
        const restored = createPopularityClock(whole.state())
        const rounded = createPopularityClock(whole.snapshot(6))
        for (const clock of [whole, restored, rounded]) {
          for (const { item, weight, day } of late) clock.add(item, weight, day * DAY_MS)
        }
        expect(restored.state()).toEqual(whole.state())
        const [mine, theirs] = [rounded.snapshot(6), whole.snapshot(6)]
        mine.month.forEach((value, item) => expect(value).toBeCloseTo(theirs.month[item] ?? NaN, 4))
        expect(mine.asOfMs).toBe(theirs.asOfMs)
      }),
    )
  })

  it('takes over what another clock knows of a title', () => {
    const [mine, theirs] = [createPopularityClock(), createPopularityClock()]
    mine.add(3, 1, 5 * DAY_MS)
    theirs.add(3, 1, 7 * DAY_MS)
    theirs.add(3, 1, 9 * DAY_MS)
    const before = mine.version()
    mine.set(3, theirs.of(3))
    expect(mine.of(3)).toEqual(theirs.of(3))
    expect(mine.version()).toBe(before + 1)
    expect(mine.changedSince(before)).toEqual([3])
    expect(mine.changedSince(mine.version())).toEqual([])
    expect(mine.size()).toBe(4)
  })
})

describe('popularItems', () => {
  const query = { live: createLiveModel(aModel()), atMs: START_MS, allowed: () => true, limit: 10 }
  const items = (change: Partial<typeof query>, form?: 'total' | 'month'): number[] =>
    popularItems({ ...query, ...change }, form).map(({ item }) => item)

  it('answers the most watched titles that are allowed, ties by hash, without those nobody liked', () => {
    expect(items({})).toEqual([2, 3, 0, 4])
    expect(popularItems({ ...query, limit: 1, allowed: (item) => item !== 2 })).toEqual([
      { item: 3, score: 1, causes: [{ kind: 'popular', share: 1 }] },
    ])
    expect(items({ limit: 0 })).toEqual([])
  })

  it('answers those of late, each faded by its own age', () => {
    expect(items({}, 'month')).toEqual([3, 0, 4, 2])
    const live = createLiveModel(aModel())
    const fresh = live.index.add(title(77))
    live.popularity.set(fresh, { total: 1, month: 1.5, days: 1, asOfMs: START_MS + 60 * DAY_MS })
    expect(items({ live }, 'month')).toEqual([fresh, 3, 0, 4, 2])
    const [first, second] = popularItems({ ...query, live }, 'month')
    expect(first?.score).toBe(1)
    expect(second?.score).toBeCloseTo(2 / 4 / 1.5, 6)
  })

  it('puts titles in order again a while after popularity has changed, not at once', () => {
    const live = createLiveModel(aModel())
    expect(items({ live })[0]).toBe(2)
    live.popularity.set(4, { total: 100, month: 1, days: 1, asOfMs: START_MS })
    expect(items({ live })[0]).toBe(2)
    expect(items({ live, atMs: START_MS + 5 })[0]).toBe(4)
  })
})
