/** Replaying against an oracle that, for each question, counts anew all that was known then. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { createRowBuilder } from '../counts/count-rows.ts'
import { countTimeline } from '../counts/count-timeline.ts'
import { createCountedRows } from '../counts/counted-rows.ts'
import { COUNT_SETTINGS } from '../counts/counts.ts'
import type { Examples } from '../rerank/examples.ts'
import { createExampleWriter } from '../rerank/examples.ts'
import { planChannels } from '../score/channel-plan.ts'
import { popularityOf } from '../score/popularity-of.ts'
import { play, title } from '../testing/some-histories.ts'
import { createTimeline, filterTimeline, playsByTime, viewersOfPlays } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { replay, titlesBefore } from './replay.ts'

interface Case {
  readonly timeline: Timeline
  readonly fromMs: number
  readonly delayMs: number
  readonly again: boolean
  readonly historyLimit: number
}

/**
 * Short rows depend on what followed their own title alone. Long ones hold sums over all titles, too: those are as of the last
 * change of the row, here and in ranking, and so differ a little from a count made anew.
 */
const plan = planChannels([
  { rowSet: 'short', recency: 1 },
  { rowSet: 'short', recency: null },
])
const heldOf = ({ timeline, fromMs }: Case): Uint32Array =>
  playsByTime(timeline).filter((at) => (timeline.times[at] ?? 0) >= fromMs)

function replayed(some: Case, asks: (play: number) => boolean = () => true): Examples {
  const { timeline, fromMs } = some
  const before = filterTimeline(timeline, (at) => (timeline.times[at] ?? 0) < fromMs)
  return buildNow(
    replay({
      ...some,
      plays: heldOf(some),
      asks,
      counts: buildNow(countTimeline(before, COUNT_SETTINGS)),
      popularity: popularityOf(before),
      build: createRowBuilder(50),
      others: new Map(),
      plan,
    }),
  )
}

/** Liked, of a viewer of whom something is known, and, unless it may come again, new; never the newest. */
function isAsked({ timeline, again }: Case, at: number): boolean {
  const known = titlesBefore(timeline, viewersOfPlays(timeline)[at] ?? 0, at)
  const place = known.placeOf(timeline.titles[at] ?? 0)
  return (timeline.weights[at] ?? 0) > 0 && known.size() > 0 && (place < 0 || (again && place > 0))
}

function expected(some: Case): Pick<Examples, 'offsets' | 'values' | 'right' | 'targets'> {
  const { timeline, fromMs, again, historyLimit } = some
  const parts = [...heldOf(some)].flatMap((at, place, held) => {
    if (!isAsked(some, at)) return []
    const atMs = timeline.times[at] ?? 0
    const learned = new Set(held.slice(0, place))
    const then = filterTimeline(timeline, (other) => (timeline.times[other] ?? 0) < fromMs || learned.has(other))
    const counts = buildNow(countTimeline(then, COUNT_SETTINGS))
    const rows = createCountedRows(counts, createRowBuilder(50), new Map())
    const writer = createExampleWriter(plan, rows, popularityOf(then), timeline.items.length, again)
    const known = titlesBefore(timeline, viewersOfPlays(timeline)[at] ?? 0, at)
    writer.ask({
      history: { titles: known.titles.slice(0, historyLimit), weights: known.weights },
      leftOut: again ? known.titles.slice(0, 1) : known.titles,
      placeOf: again ? known.placeOf : null,
      targets: [timeline.titles[at] ?? 0],
      atMs,
    })
    return [writer.finish()]
  })
  return {
    offsets: [0, ...parts.map((_, q) => parts.slice(0, q + 1).reduce((sum, { right }) => sum + right.length, 0))],
    values: Float32Array.from(parts.flatMap(({ values }) => [...values])),
    right: Uint8Array.from(parts.flatMap(({ right }) => [...right])),
    targets: parts.flatMap(({ targets }) => [...targets]),
  }
}

const someCase = fc
  .record({
    histories: fc.array(
      fc.array(fc.tuple(fc.nat(6), fc.nat(30), fc.constantFrom(1, 1, 0.5, -0.5)), { minLength: 1, maxLength: 8 }),
      { minLength: 1, maxLength: 6 },
    ),
    again: fc.boolean(),
    historyLimit: fc.constantFrom(2, 100),
  })
  .map(({ histories, ...parts }): Case => {
    const plays = histories.map((list) =>
      list.toSorted(([, a], [, b]) => a - b).map(([number, atMs, weight]) => play(number, atMs, weight)),
    )
    const timeline = buildNow(
      createTimeline(
        plays,
        Array.from({ length: 7 }, (_, number) => title(number)),
      ),
    )
    return { timeline, fromMs: 12, delayMs: 0, ...parts }
  })

describe('replay', () => {
  it('asks what an oracle asks that counts everything anew for each question', () => {
    fc.assert(
      fc.property(someCase, (some) => {
        const [mine, theirs] = [replayed(some), expected(some)]
        expect(mine.offsets).toEqual(theirs.offsets)
        expect(mine.targets).toEqual(theirs.targets)
        expect([...mine.right]).toEqual([...theirs.right])
        theirs.values.forEach((value, at) => expect(mine.values[at]).toBeCloseTo(value, 3))
      }),
      { numRuns: 40 },
    )
  })

  it('asks about no other plays than it is told to', () => {
    fc.assert(
      fc.property(someCase, (some) => {
        const wanted = [...heldOf(some)].filter((at) => at % 2 === 0 && isAsked(some, at))
        expect(replayed(some, (at) => at % 2 === 0).targets).toHaveLength(wanted.length)
      }),
      { numRuns: 40 },
    )
  })

  it('learns from a play only once it is old enough', () => {
    const histories = [
      [play(0, 1), play(1, 20)],
      [play(0, 2), play(1, 50)],
      [play(0, 3), play(1, 130)],
    ]
    const some = { timeline: buildNow(createTimeline(histories)), fromMs: 10, again: false, historyLimit: 100 }
    const found = (delayMs: number): number[] => {
      const { offsets } = replayed({ ...some, delayMs })
      return offsets.slice(1).map((end, q) => end - (offsets[q] ?? 0))
    }
    // Whether title 1 was found after title 0: never at first, then as soon as a play of it may be known.
    expect(found(0)).toEqual([0, 1, 1])
    expect(found(30)).toEqual([0, 1, 1])
    expect(found(31)).toEqual([0, 0, 1])
    expect(found(100)).toEqual([0, 0, 1])
    expect(found(120)).toEqual([0, 0, 0])
  })
})
