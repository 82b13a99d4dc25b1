import { describe, expect, it } from '@jest/globals'
import { countsToBytes } from '../counts/counts-bytes.ts'
import { createLiveModel } from '../model/live-model.ts'
import type { Model } from '../model/model.ts'
import { checkModel } from '../model/check-model.ts'
import { modelToBytes } from '../model/model-bytes.ts'
import { popularItems } from '../score/popular-items.ts'
import { scoreNext } from '../score/score-next.ts'
import { rowSet } from '../testing/row-set.ts'
import { START_MS, plantedHistories, play, title } from '../testing/some-histories.ts'
import type { PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { buildModel } from './build-model.ts'
import type { BuiltModel } from './build-model.ts'
import { buildNow } from './progress.ts'
import { MODEL_SETTINGS, ORDERED_CHANNELS, TIMELESS_CHANNELS } from './settings.ts'
import type { ModelSettings } from './settings.ts'

function build(
  histories: readonly PlayHistory[],
  settings: ModelSettings = MODEL_SETTINGS,
  content: Model['rowSets'] extends ReadonlyMap<string, infer Rows> ? Rows | null : never = null,
): BuiltModel {
  return buildNow(buildModel(buildNow(createTimeline(histories)), { settings, ranker: null, again: null }, content))
}

const TIMELESS: ModelSettings = { ...MODEL_SETTINGS, channels: TIMELESS_CHANNELS, blend: [1, 0.5, 0, 0] }

describe('buildModel', () => {
  it.each([
    ['in time', true, MODEL_SETTINGS],
    ['without time', false, TIMELESS],
  ])('finds planted tastes: hits held-out titles at least twice as often as popularity, %s', (_, inTime, settings) => {
    const histories = plantedHistories({ viewers: 600, genres: 10, titles: 300, seed: 11, inTime })
    const live = createLiveModel(
      build(
        histories.map((history) => history.slice(0, -1)),
        settings,
      ).model,
    )
    const hits = { model: 0, popular: 0 }
    for (const viewed of histories) {
      const target = live.index.numberOf(viewed.at(-1)?.item ?? title(0))
      const history = viewed
        .slice(0, -1)
        .reverse()
        .map(({ item, weight }) => ({ item: live.index.numberOf(item) ?? 0, weight }))
      const allowed = (item: number): boolean => history.every((entry) => entry.item !== item)
      const scored = { live, allowed, limit: 10, atMs: START_MS }
      if (scoreNext({ ...scored, history }).some(({ item }) => item === target)) hits.model += 1
      if (popularItems(scored).some(({ item }) => item === target)) hits.popular += 1
    }
    expect(hits.model).toBeGreaterThan(2 * hits.popular)
    expect(hits.model).toBeGreaterThan(100)
  })

  it('numbers titles by hash, and sums what was liked into popularity, in units of the mean', () => {
    const { model } = build([
      [play(2, 0, 1), play(0, 1, -0.5)],
      [play(2, 2, 0.5), play(1, 3, 0.3)],
    ])
    expect(model.items).toEqual([title(0), title(1), title(2)])
    expect([...model.popularity.total]).toEqual([0, 0.5, 2.5].map(Math.fround))
    expect(model.popularity.asOfMs).toBe(3)
  })

  it('has rows for every channel, empty where there is no content', () => {
    const channels = [...ORDERED_CHANNELS, { rowSet: 'content', recency: 6 }]
    const settings = { ...MODEL_SETTINGS, channels, blend: channels.map(() => 1) }
    const { model } = build([[play(0, 0), play(1, 1)]], settings)
    expect(checkModel(model)).toEqual([])
    expect(model.rowSets.get('content')?.neighbours).toHaveLength(0)
    const content = rowSet([[[1, 0.5]], [[0, 0.5]]])
    expect(build([[play(0, 0), play(1, 1)]], settings, content).model.rowSets.get('content')).toBe(content)
  })

  it('is sound for nobody, one viewer and one title', () => {
    for (const histories of [[], [[]], [[play(0)]], [[play(0, 0, -1)]], [[play(0, 0), play(0, 1)]]]) {
      expect(checkModel(build(histories).model)).toEqual([])
      expect(checkModel(build(histories, TIMELESS).model)).toEqual([])
    }
  })

  it('is the same for the same plays, to the byte', () => {
    const some = { viewers: 50, genres: 5, titles: 50, seed: 4 }
    const [one, other] = [build(plantedHistories(some)), build(plantedHistories(some))]
    expect(modelToBytes(one.model)).toEqual(modelToBytes(other.model))
    expect(countsToBytes(one.counts)).toEqual(countsToBytes(other.counts))
  })
})
