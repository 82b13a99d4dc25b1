import { describe, expect, it } from '@jest/globals'
import { buildNow } from '../build/progress.ts'
import { MODEL_SETTINGS } from '../build/settings.ts'
import type { Channel } from '../model/model.ts'
import { featureCount } from '../score/features.ts'
import { someExamples } from '../testing/some-examples.ts'
import { play } from '../testing/some-histories.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { LEAST_QUESTIONS } from './grid.ts'
import { holdOut } from './hold-out.ts'
import { learnAgain, learnRanker } from './learn.ts'

const CHANNELS: readonly Channel[] = [
  { rowSet: 'long', recency: 2 },
  { rowSet: 'ridge', recency: 20 },
  { rowSet: 'content', recency: null },
]
const FEATURES = featureCount(CHANNELS.length, false)
const POPULARITY = 2 * CHANNELS.length
const base = { questions: 400, candidates: 20, features: FEATURES, seed: 5, noise: 0.2 }

/** Of the features in their order; others 0. */
function truthOf(weights: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: FEATURES }, (_, k) => weights[k] ?? 0)
}

describe('learnRanker', () => {
  it('adopts weights that find what no blend of channels finds', () => {
    const examples = someExamples({ ...base, truth: truthOf({ 0: 0.3, [POPULARITY]: -1 }) })
    const { ranker, report, channels } = learnRanker(examples, CHANNELS)
    expect(report).toMatchObject({ questions: 400, adopted: true, leftAway: {} })
    expect(report.learned).toBeGreaterThan(report.blend + 0.2)
    expect(channels).toEqual(CHANNELS)
    expect(ranker?.weights).toHaveLength(FEATURES)
    expect(ranker?.weights[POPULARITY]).toBeLessThan(0)
  })

  it('keeps the blend where it is as good as can be, and learning only adds noise', () => {
    const examples = someExamples({ ...base, questions: 120, truth: truthOf({ 0: 1, 1: 0.5 }), noise: 0 })
    const { ranker, report, blend, early } = learnRanker(examples, CHANNELS)
    expect(report).toMatchObject({ adopted: false, blend: 1 })
    expect(ranker).toBeNull()
    expect(blend).toEqual([1, 0.5, 0])
    expect(Array.from(early)).toEqual([1, 0.5, 0])
  })

  it('does not adopt weights from too few questions, however good they look', () => {
    const questions = LEAST_QUESTIONS - 1
    const { report } = learnRanker(someExamples({ ...base, questions, truth: truthOf({ [POPULARITY]: 1 }) }), CHANNELS)
    expect(report.learned).toBeGreaterThan(report.blend)
    expect(report.adopted).toBe(false)
  })

  it('leaves away an optional row set that only adds noise, and keeps one that helps', () => {
    // Content says nothing: the weights that it gets by chance do harm on other questions.
    const noisy = someExamples({ ...base, questions: 150, truth: truthOf({ 1: 1, [POPULARITY]: 1 }), noise: 0.5 })
    const without = learnRanker(noisy, CHANNELS, ['content'])
    expect(without.channels).toEqual(CHANNELS.slice(0, 2))
    expect(without.blend).toHaveLength(2)
    expect(without.ranker?.weights).toHaveLength(featureCount(2, false))
    expect(Object.keys(without.report.leftAway)).toEqual(['content'])

    const useful = someExamples({ ...base, truth: truthOf({ 2: 1, [POPULARITY]: 1 }) })
    expect(learnRanker(useful, CHANNELS, ['content'])).toMatchObject({ channels: CHANNELS, report: { leftAway: {} } })
  })

  it('gives the weights of what is left in its order, the popularities last', () => {
    const noisy = someExamples({ ...base, questions: 150, truth: truthOf({ 1: 1, [POPULARITY]: 1 }), noise: 0.5 })
    const { ranker } = learnRanker(noisy, CHANNELS, ['content'])
    const [long = 0, ridge = 0, , , total = 0, month = 0] = ranker?.weights ?? []
    expect(ridge).toBeGreaterThan(3 * Math.abs(long))
    expect(total).toBeGreaterThan(3 * Math.abs(month))
  })

  it('has an answer for no questions, and for questions that no candidate answers', () => {
    const nothing = { ...someExamples({ ...base, questions: 0, truth: [] }) }
    expect(learnRanker(nothing, CHANNELS).report).toMatchObject({ questions: 0, learned: 0, blend: 0, adopted: false })
    const some = someExamples({ ...base, truth: [] })
    const unanswered = { ...some, right: new Uint8Array(some.right.length) }
    expect(learnRanker(unanswered, CHANNELS).report).toMatchObject({ learned: 0, blend: 0, adopted: false })
  })

  it('learns the same from the same', () => {
    const make = () => learnRanker(someExamples({ ...base, truth: truthOf({ 0: 1, 2: 0.4 }) }), CHANNELS, ['content'])
    expect(make()).toEqual(make())
  })
})

describe('learnAgain', () => {
  const trial = {
    settings: MODEL_SETTINGS,
    channels: [{ rowSet: 'long', recency: 2 }],
    rows: new Map(),
    delayMs: 0,
    questions: 1000,
  }
  /** Every viewer goes through these titles, one after the other. */
  const learned = (...titles: readonly number[]) => {
    const histories = Array.from({ length: 60 }, (_, viewer) =>
      titles.map((number, step) => play(number, 1000 * step + viewer)),
    )
    const timeline = buildNow(createTimeline(histories))
    return buildNow(learnAgain(timeline, holdOut(timeline), trial))
  }

  it('learns that titles come back, where they do', () => {
    const found = learned(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1)
    expect(found?.report.questions).toBeGreaterThan(0)
  })

  it('is not worth it where nothing is watched again', () => {
    expect(learned(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)).toBeNull()
  })
})
