/** Whatever the plays are like, tuning has an answer: one that a sound model can be built with. */
import { describe, expect, it } from '@jest/globals'
import { buildModel } from '../build/build-model.ts'
import { buildNow } from '../build/progress.ts'
import { MODEL_SETTINGS } from '../build/settings.ts'
import { checkModel } from '../model/check-model.ts'
import { expectNumbers } from '../testing/expect-numbers.ts'
import { plantedHistories, play } from '../testing/some-histories.ts'
import type { Play, PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { TUNE_OPTIONS, tune } from './tune.ts'

const BASE = { ...MODEL_SETTINGS, neighbours: 40, ridge: { regularization: 100, candidates: 30 } }
const some = (inTime: boolean): PlayHistory[] =>
  plantedHistories({ viewers: 60, genres: 3, titles: 30, seed: 3, inTime })
const changed = (histories: PlayHistory[], change: (one: Play, at: number) => Partial<Play>): PlayHistory[] =>
  histories.map((plays) => plays.map((one, at) => ({ ...one, ...change(one, at) })))
const many = (count: number, toPlay: (at: number) => Play): Play[] =>
  Array.from({ length: count }, (_, at) => toPlay(at))

describe('tune', () => {
  it.each<[string, PlayHistory[]]>([
    ['nobody', []],
    ['one viewer', [many(1200, (at) => play(at % 40, at))]],
    ['one title', Array.from({ length: 60 }, (_, viewer) => many(40, (at) => play(0, viewer + 100 * at)))],
    [
      'dislikes only',
      changed(plantedHistories({ viewers: 90, genres: 3, titles: 30, seed: 3 }), () => ({ weight: -0.5 })),
    ],
    ['plays of one moment', some(false)],
    ['plays of two moments', changed(some(true), (_, at) => ({ atMs: at < 9 ? 1 : 2 }))],
  ])('has a sound answer for %s', (_, histories) => {
    const timeline = buildNow(createTimeline(histories))
    const answer = buildNow(tune(timeline, { ...TUNE_OPTIONS, base: BASE }))
    expectNumbers(answer)
    for (const configuration of [answer.configuration, answer.frozen]) {
      const { model } = buildNow(buildModel(timeline, configuration, null))
      expect(checkModel(model)).toEqual([])
    }
  })
})
