import { describe, expect, it } from '@jest/globals'
import { buildModel } from '../build/build-model.ts'
import { buildNow } from '../build/progress.ts'
import { MODEL_SETTINGS, ORDERED_CHANNELS } from '../build/settings.ts'
import type { Configuration, ModelSettings } from '../build/settings.ts'
import { checkModel } from '../model/check-model.ts'
import { seededRandom } from '../random.ts'
import { expectNumbers } from '../testing/expect-numbers.ts'
import { featureCount } from '../score/features.ts'
import { START_MS, plantedHistories, play } from '../testing/some-histories.ts'
import type { PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { HALF_LIVES_MS, REGULARIZATIONS, REVERSES } from './grid.ts'
import { TUNE_OPTIONS, tune } from './tune.ts'
import type { TuneOptions, Tuned } from './tune.ts'

const DAY_MS = 86_400_000
/** Few neighbours and candidates: quick, and as good for small catalogues. */
const BASE: ModelSettings = { ...MODEL_SETTINGS, neighbours: 40, ridge: { regularization: 100, candidates: 30 } }
const tuned = (histories: readonly PlayHistory[], options: Partial<TuneOptions> = {}): Tuned =>
  buildNow(tune(buildNow(createTimeline(histories)), { ...TUNE_OPTIONS, base: BASE, ...options }))

/** Everybody follows one of a few paths through the titles: what comes next says it all. */
function sequences(inTime: boolean): PlayHistory[] {
  const random = seededRandom(17)
  return Array.from({ length: 110 }, () => {
    const begin = Math.floor(random() * 30)
    const beginsMs = START_MS + Math.floor(random() * 100 * DAY_MS)
    return Array.from({ length: 10 }, (_, step) => {
      const number = random() < 0.9 ? (begin + step) % 30 : Math.floor(random() * 30)
      return play(number, inTime ? beginsMs + step * DAY_MS : 0)
    })
  })
}

const PLANTED = plantedHistories({ viewers: 90, genres: 3, titles: 42, seed: 2 })
const first = tuned(PLANTED)
const ordered = tuned(sequences(true))

describe('tune', () => {
  it('chooses the same from the same plays, to the byte, and what a model can be built with', () => {
    const one = tuned(PLANTED)
    expect(JSON.stringify(one)).toBe(JSON.stringify(first))
    expectNumbers(one)
    for (const { settings, ranker } of [one.configuration, one.frozen]) {
      expect(settings.blend).toHaveLength(settings.channels.length)
      if (ranker !== null) expect(ranker.weights).toHaveLength(featureCount(settings.channels.length, false))
    }
    const { model } = buildNow(buildModel(buildNow(createTimeline(PLANTED)), one.configuration, null))
    expect(checkModel(model)).toEqual([])
  })

  it('tries no more than the grid declares, and takes the best of it', () => {
    const { report, configuration } = ordered
    const attemptsOf = (wanted: string) => report.trials.filter(({ setting }) => setting === wanted)
    const bestOf = (wanted: string) =>
      attemptsOf(wanted).reduce((best, trial) => (trial.ndcg > best.ndcg ? trial : best))
    expect(attemptsOf('counts.halfLifeMs').map(({ value }) => value)).toEqual(HALF_LIVES_MS)
    expect(attemptsOf('ridge.regularization').map(({ value }) => value)).toEqual(REGULARIZATIONS)
    expect(attemptsOf('counts.reverse').length).toBeLessThan(REVERSES.length)
    expect(configuration.settings.ridge.regularization).toBe(bestOf('ridge.regularization').value)
    expect(configuration.settings.counts.halfLifeMs).toBe(bestOf('counts.halfLifeMs').value)
  })

  it('chooses other settings where the order of plays says something than where there is none', () => {
    const timeless = tuned(sequences(false))
    expect(ordered.report.kind).toBe('time')
    expect(timeless.report.kind).toBe('random')
    const rowSetsOf = ({ configuration }: Tuned) => configuration.settings.channels.map(({ rowSet }) => rowSet)
    expect(rowSetsOf(ordered)).toContain('short')
    expect(rowSetsOf(timeless)).not.toContain('short')
    expect(timeless.report.trials.some(({ setting }) => setting.startsWith('counts'))).toBe(false)
    expect(ordered.report.fresh?.learned).toBeGreaterThan(timeless.report.fresh?.learned ?? 1)
  })

  it('leaves the defaults where there are too few plays to choose by, or what is in use', () => {
    const few = plantedHistories({ viewers: 12, genres: 2, titles: 30, seed: 1 })
    const { report, configuration, frozen } = tuned(few)
    expect(report).toMatchObject({ kind: 'too-few', trials: [], fresh: null, contest: null })
    const core = configuration.settings.channels.slice(0, ORDERED_CHANNELS.length)
    expect(core).toEqual(ORDERED_CHANNELS)
    expect(configuration).toMatchObject({ ranker: null, settings: { counts: BASE.counts, ridge: BASE.ridge } })
    expect(frozen).toBe(configuration)
    const incumbent: Configuration = { settings: MODEL_SETTINGS, ranker: null, again: null }
    expect(tuned(few, { incumbent }).configuration).toBe(incumbent)
  })

  it('tries settings on a sample of the viewers where there are more plays than its bound, and says so', () => {
    const plays = PLANTED.reduce((sum, history) => sum + history.length, 0)
    expect(first.report.sample).toBeNull()
    expect(tuned(PLANTED, { trialPlays: plays }).report).toEqual(first.report)
    const many = plantedHistories({ viewers: 360, genres: 3, titles: 42, seed: 2 })
    const one = tuned(many, { trialPlays: plays })
    expect(one.report).toMatchObject({ kind: 'time', sample: { viewers: 90, plays }, heldOut: (4 * plays) / 10 })
    expect(JSON.stringify(tuned(many, { trialPlays: plays }))).toBe(JSON.stringify(one))
    const whole = tuned(many).report
    expect(one.report.trials).not.toEqual(whole.trials)
    // Of so few nothing can be held out to choose by.
    expect(tuned(many, { trialPlays: 5 }).report).toEqual(whole)
  })

  it('puts what it found in the place of what is in use, where it beats that', () => {
    const weak: Configuration = { ...first.configuration, ranker: { weights: [] } }
    const { configuration, report } = tuned(PLANTED, { incumbent: weak })
    expect(configuration).toEqual(first.configuration)
    expect(report.contest).toMatchObject({ winner: 'challenger' })
  })
})
