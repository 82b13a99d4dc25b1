import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { play } from '../testing/some-histories.ts'
import { createTimeline } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { holdOut } from './hold-out.ts'

const timesOf = ({ times }: Timeline, plays: Uint32Array): number[] => [...plays].map((at) => times[at] ?? -1)

/** Plays of one viewer after the other, at these times. */
function at(...times: readonly number[]): Timeline {
  return buildNow(
    createTimeline([times.slice(0, 3), times.slice(3)].map((part) => part.map((atMs, n) => play(n, atMs)))),
  )
}

describe('holdOut', () => {
  it('keeps back the last tenth of time, in its order', () => {
    const times = Array.from({ length: 40 }, (_, n) => (n * 7) % 40)
    const timeline = at(...times)
    const held = holdOut(timeline)
    expect(held).toMatchObject({ kind: 'time', fromMs: 36 })
    expect(timesOf(timeline, held.plays)).toEqual([36, 37, 38, 39])
    expect([...held.before.times].sort((a, b) => a - b)).toEqual(Array.from({ length: 36 }, (_, n) => n))
  })

  it('never tears plays of one moment apart', () => {
    const timeline = at(1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8)
    const held = holdOut(timeline)
    expect(timesOf(timeline, held.plays)).toEqual([8, 8, 8, 8])
    expect(held.before.times).toHaveLength(7)
  })

  it('keeps back the last moment where nearly all are of the first', () => {
    const timeline = at(...Array<number>(30).fill(1), 5, 9)
    const held = holdOut(timeline)
    expect(timesOf(timeline, held.plays)).toEqual([9])
    expect(held.before.times).toHaveLength(31)
  })

  it('keeps back a fifth at random, always the same, where all are of one moment', () => {
    const timeline = at(...Array<number>(2000).fill(3))
    const held = holdOut(timeline)
    expect(held).toMatchObject({ kind: 'random', fromMs: null })
    expect(held.plays.length / 2000).toBeGreaterThan(0.17)
    expect(held.plays.length / 2000).toBeLessThan(0.23)
    expect(held.before.titles).toHaveLength(2000 - held.plays.length)
    expect(holdOut(timeline)).toEqual(held)
  })

  it('has an answer for one play, and for none', () => {
    const { plays, before } = holdOut(at(1))
    expect(plays.length + before.titles.length).toBe(1)
    expect(holdOut(buildNow(createTimeline([])))).toMatchObject({ kind: 'random', plays: new Uint32Array(0) })
  })

  it('divides all plays, each on one side, with viewers and titles as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.nat(5), fc.nat(20)), { maxLength: 9 }), { maxLength: 8 }), (list) => {
        const histories = list.map((plays) =>
          plays.toSorted(([, a], [, b]) => a - b).map(([number, atMs]) => play(number, atMs)),
        )
        const timeline = buildNow(createTimeline(histories))
        const { before, plays, kind, fromMs } = holdOut(timeline)
        expect(before.titles.length + plays.length).toBe(timeline.titles.length)
        expect(before.offsets).toHaveLength(timeline.offsets.length)
        expect(before.items).toBe(timeline.items)
        if (kind === 'random') return
        expect(Math.max(...before.times)).toBeLessThan(fromMs ?? 0)
        expect(before.titles.length).toBeGreaterThan(0)
        const times = timesOf(timeline, plays)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(times[0]).toBe(fromMs)
      }),
    )
  })
})
