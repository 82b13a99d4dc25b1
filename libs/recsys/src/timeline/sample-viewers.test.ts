import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { plantedHistories, play } from '../testing/some-histories.ts'
import { sampleViewers } from './sample-viewers.ts'
import type { ViewerSample } from './sample-viewers.ts'
import { createTimeline, viewersOfPlays } from './timeline.ts'
import type { Timeline } from './timeline.ts'

const someTimeline = fc
  .array(fc.nat(6), { maxLength: 40 })
  .map((lengths) => buildNow(createTimeline(lengths.map((length) => Array.from({ length }, (_, at) => play(at, at))))))

const playsOf = ({ offsets }: Timeline, viewer: number): number => (offsets[viewer + 1] ?? 0) - (offsets[viewer] ?? 0)

describe('sampleViewers', () => {
  it('takes whole viewers, as many as the bound allows, and leaves numbers as they are', () => {
    fc.assert(
      fc.property(someTimeline, fc.nat(60), (timeline, mostPlays) => {
        const sample = sampleViewers(timeline, mostPlays)
        if (timeline.titles.length <= mostPlays) {
          expect(sample).toBeNull()
          return
        }
        const { timeline: part, viewers } = sample as ViewerSample
        expect(part.items).toBe(timeline.items)
        expect(part.offsets).toHaveLength(timeline.offsets.length)
        expect(part.titles.length).toBeLessThanOrEqual(mostPlays)
        // Nobody has more than six: one more viewer would not have fitted.
        expect(part.titles.length).toBeGreaterThan(mostPlays - 6)
        const chosen = [...new Set(viewersOfPlays(part))]
        expect(viewers).toBe(chosen.length)
        for (const viewer of chosen) {
          expect(playsOf(part, viewer)).toBe(playsOf(timeline, viewer))
          const [from, to] = [part.offsets[viewer], timeline.offsets[viewer]]
          expect(part.times.subarray(from, part.offsets[viewer + 1])).toEqual(
            timeline.times.subarray(to, timeline.offsets[viewer + 1]),
          )
        }
      }),
    )
  })

  it('is the same for the same timeline, and of viewers from everywhere', () => {
    const timeline = buildNow(createTimeline(plantedHistories({ viewers: 3000, genres: 3, titles: 60, seed: 4 })))
    const sample = sampleViewers(timeline, 3600)
    expect(sampleViewers(timeline, 3600)).toEqual(sample)
    expect(sample?.viewers).toBe(300)
    const chosen = [...new Set(viewersOfPlays(sample?.timeline ?? timeline))]
    const thirds = [0, 1, 2].map((third) => chosen.filter((viewer) => Math.floor(viewer / 1000) === third).length)
    for (const count of thirds) expect(Math.abs(count - 100)).toBeLessThan(35)
  })
})
