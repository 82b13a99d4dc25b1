import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { play, title } from '../testing/some-histories.ts'
import { createRecentTitles } from './recent-titles.ts'
import { createTimeline, filterTimeline, playsByTime, viewersOfPlays } from './timeline.ts'

const histories = [[play(7, 1), play(2, 3, 0.5)], [], [play(2, 2, -1), play(5, 2, 1.5), play(7, 9, 1)]]

describe('createTimeline', () => {
  it('numbers titles by hash and keeps viewers and their plays in the order given', () => {
    const timeline = buildNow(createTimeline(histories, [title(1), title(5)]))
    expect(timeline.items).toEqual([1, 2, 5, 7].map(title))
    expect([...timeline.offsets]).toEqual([0, 2, 2, 5])
    expect([...timeline.titles]).toEqual([3, 1, 1, 2, 3])
    expect([...timeline.times]).toEqual([1, 3, 2, 2, 9])
    expect([...viewersOfPlays(timeline)]).toEqual([0, 0, 2, 2, 2])
  })

  it('divides weights by the mean of the positive ones', () => {
    const { unit, weights } = buildNow(createTimeline(histories))
    expect(unit).toBe(1)
    expect([...buildNow(createTimeline([[play(0, 0, 0.5), play(1, 0, 0.5), play(2, 0, -1)]])).weights]).toEqual([
      1, 1, -2,
    ])
    expect([...weights]).toEqual([1, 0.5, -1, 1.5, 1])
  })

  it('leaves weights as they are where nothing is liked, and is empty for nobody', () => {
    expect(buildNow(createTimeline([[play(0, 0, -0.5)]]))).toMatchObject({ unit: 1, weights: Float32Array.of(-0.5) })
    expect(buildNow(createTimeline([]))).toMatchObject({ unit: 1, items: [], offsets: Uint32Array.of(0) })
  })

  it('pauses every few thousand plays, and reads every history once', () => {
    let reads = 0
    const many = {
      length: 40,
      *[Symbol.iterator]() {
        for (; reads < 40; reads++) yield Array.from({ length: 500 }, (_, at) => play(at, at))
      },
    }
    const steps = createTimeline(many)
    let pauses = 0
    let step = steps.next()
    for (; step.done !== true; step = steps.next()) pauses += 1
    expect(pauses).toBeGreaterThan(3)
    expect(reads).toBe(40)
    expect(step.value.titles).toHaveLength(20_000)
  })
})

describe('filterTimeline', () => {
  it('keeps titles and viewers, and only the plays that are wanted', () => {
    const timeline = buildNow(createTimeline(histories))
    const kept = filterTimeline(timeline, (at, viewer) => viewer === 2 && (timeline.times[at] ?? 0) < 9)
    expect([...kept.offsets]).toEqual([0, 0, 0, 2])
    expect([...kept.titles]).toEqual([0, 1])
    expect([...kept.weights]).toEqual([-1, 1.5])
    expect(kept.items).toBe(timeline.items)
    expect(kept.unit).toBe(timeline.unit)
    expect(filterTimeline(timeline, () => true)).toEqual(timeline)
  })
})

describe('playsByTime', () => {
  it('goes by time; plays of one time stay in the order in which they stand', () => {
    expect([...playsByTime(buildNow(createTimeline(histories)))]).toEqual([0, 2, 3, 1, 4])
    expect([...playsByTime(buildNow(createTimeline([[play(3), play(1)], [play(2)]])))]).toEqual([0, 1, 2])
  })
})

describe('recent titles', () => {
  it('are those of an obvious list: newest first, each once, at most so many', () => {
    const adds = fc.array(fc.tuple(fc.nat(6), fc.integer({ min: -1, max: 2 }), fc.nat(9)), { maxLength: 30 })
    fc.assert(
      fc.property(adds, fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), (list, limit) => {
        const recent = createRecentTitles(limit)
        let plain: [number, number, number][] = []
        for (const entry of list) {
          recent.add(...entry)
          plain = [entry, ...plain.filter(([number]) => number !== entry[0])].slice(0, limit)
          expect(recent.titles).toEqual(plain.map(([number]) => number))
          expect(recent.weights).toEqual(plain.map(([, weight]) => weight))
          expect(recent.times).toEqual(plain.map(([, , atMs]) => atMs))
          expect(recent.size()).toBe(plain.length)
        }
        for (let number = 0; number <= 6; number++) {
          expect(recent.placeOf(number)).toBe(plain.findIndex(([other]) => other === number))
        }
      }),
    )
  })
})
