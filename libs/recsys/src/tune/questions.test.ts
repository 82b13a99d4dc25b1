import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { buildNow } from '../build/progress.ts'
import { MODEL_SETTINGS } from '../build/settings.ts'
import type { RowSet } from '../model/model.ts'
import { rowSet } from '../testing/row-set.ts'
import type { Row } from '../testing/row-set.ts'
import { AGAIN_FEATURES } from '../score/features.ts'
import { play, title } from '../testing/some-histories.ts'
import { createTimeline, filterTimeline, playsByTime, viewersOfPlays } from '../timeline/timeline.ts'
import type { Timeline } from '../timeline/timeline.ts'
import type { HoldOut } from './hold-out.ts'
import { ask, countRepeats } from './questions.ts'
import type { Trial } from './questions.ts'

const TITLES = 12
/** From every title to every other one: whatever may be asked for is among the candidates. */
const EVERYTHING: RowSet = rowSet(
  Array.from({ length: TITLES }, (_, row): Row =>
    Array.from({ length: TITLES }, (__, other): [number, number] => [other, 1]).filter(([other]) => other !== row),
  ),
)
const TRIAL: Trial = {
  settings: MODEL_SETTINGS,
  channels: [{ rowSet: 'all', recency: null }],
  rows: new Map([['all', EVERYTHING]]),
  again: false,
  delayMs: 0,
  questions: 1000,
}
const timelineOf = (...histories: Parameters<typeof createTimeline>[0][]): Timeline =>
  buildNow(
    createTimeline(
      [...histories].map((history) => [...history].flatMap((plays) => plays)),
      Array.from({ length: TITLES }, (_, number) => title(number)),
    ),
  )

/** Without time; plays at these places are held out. */
function holding(timeline: Timeline, ...places: readonly number[]): HoldOut {
  return {
    kind: 'random',
    before: filterTimeline(timeline, (at) => !places.includes(at)),
    plays: Uint32Array.from(places),
    fromMs: null,
  }
}

describe('questions without time', () => {
  // Places 0 to 3, 4 to 6, 7, and 8 to 10.
  const timeline = timelineOf(
    [[play(0), play(1), play(2), play(3)]],
    [[play(4), play(5), play(6, 0, -1)]],
    [[play(7)]],
    [[play(8), play(9), play(10)]],
  )

  it('are one a viewer, with all that was held out and liked as targets', () => {
    const { targets } = buildNow(ask(timeline, holding(timeline, 1, 3, 5, 9), TRIAL))
    expect(targets).toEqual([2, 1, 1])
  })

  it('are none about whom nothing is known, and none for dislikes', () => {
    const { targets } = buildNow(ask(timeline, holding(timeline, 6, 7), TRIAL))
    expect(targets).toEqual([])
  })

  it('have every title as a candidate but those known, and find each target', () => {
    const { offsets, right } = buildNow(ask(timeline, holding(timeline, 1, 3), TRIAL))
    expect(offsets).toEqual([0, TITLES - 2])
    expect(right.filter((value) => value === 1)).toHaveLength(2)
  })

  it('have as targets only titles that are wanted', () => {
    const even = { ...TRIAL, targets: (item: number) => item % 2 === 0 }
    expect(buildNow(ask(timeline, holding(timeline, 1, 2, 5), even)).targets).toEqual([1])
  })

  it('ask for no title that the viewer is known to have, and for each once', () => {
    // The same title on both sides, and another one twice: it cannot be answered, and would count against every setting.
    const twice = timelineOf([[play(0), play(0), play(1), play(2), play(2)]])
    const { targets, right } = buildNow(ask(twice, holding(twice, 1, 3, 4), TRIAL))
    expect(targets).toEqual([1])
    expect(right.filter((value) => value === 1)).toHaveLength(1)
  })

  it('are about so many, evenly spread', () => {
    const many = buildNow(createTimeline(Array.from({ length: 100 }, () => [play(0), play(1)])))
    const held = holding(many, ...Array.from({ length: 100 }, (_, viewer) => 2 * viewer + 1))
    const { targets } = buildNow(ask(many, held, { ...TRIAL, rows: new Map([['all', EVERYTHING]]), questions: 10 }))
    expect(targets).toHaveLength(10)
  })
})

describe('questions in time', () => {
  const timeline = timelineOf([[play(0, 1), play(1, 20), play(2, 30)]], [[play(3, 2), play(4, 25)]])
  const held: HoldOut = {
    kind: 'time',
    before: filterTimeline(timeline, (at) => (timeline.times[at] ?? 0) < 10),
    plays: Uint32Array.of(1, 4, 2),
    fromMs: 10,
  }

  it('are one a play, of the titles that are wanted', () => {
    expect(buildNow(ask(timeline, held, TRIAL)).targets).toEqual([1, 1, 1])
    expect(buildNow(ask(timeline, held, { ...TRIAL, targets: (item) => item !== 1 })).targets).toEqual([1, 1])
  })

  it('know of a viewer all that came before, also what was not asked about', () => {
    const { offsets } = buildNow(ask(timeline, held, { ...TRIAL, targets: (item) => item === 2 }))
    expect(offsets).toEqual([0, TITLES - 2])
  })
})

describe('countRepeats', () => {
  it('finds as many questions, and answers watched before, as asking does where everything is a candidate', () => {
    const plays = fc.array(fc.tuple(fc.nat(TITLES - 1), fc.constantFrom(1, 1, -1)), { maxLength: 12 })
    fc.assert(
      fc.property(fc.array(plays, { minLength: 1, maxLength: 4 }), fc.nat(12), (histories, fromMs) => {
        const timeline = timelineOf(
          ...histories.map((some) => [some.map(([number, weight], at) => play(number, at, weight))]),
        )
        const held: HoldOut = {
          kind: 'time',
          before: filterTimeline(timeline, (at) => (timeline.times[at] ?? 0) < fromMs),
          plays: playsByTime(timeline).filter((at) => (timeline.times[at] ?? 0) >= fromMs),
          fromMs,
        }
        const { offsets, right, values, features } = buildNow(ask(timeline, held, { ...TRIAL, again: true }))
        const watched = [...right.keys()].filter(
          (at) => right[at] === 1 && values[at * features + features - AGAIN_FEATURES] === 1,
        )
        const { asked, repeats } = countRepeats(timeline, held, TRIAL.questions)
        expect(asked).toBe(offsets.length - 1)
        expect(repeats).toBeGreaterThanOrEqual(watched.length)
        expect(repeats).toBe(answersWatchedBefore(timeline, held))
      }),
    )
  })
})

/** Straight from the rule, play by play. */
function answersWatchedBefore(timeline: Timeline, held: HoldOut): number {
  const viewers = viewersOfPlays(timeline)
  return [...held.plays].filter((at) => {
    const earlier = [...timeline.titles].slice(timeline.offsets[viewers[at] ?? 0], at)
    const answer = timeline.titles[at] ?? 0
    return (timeline.weights[at] ?? 0) > 0 && earlier.at(-1) !== answer && earlier.includes(answer)
  }).length
}
