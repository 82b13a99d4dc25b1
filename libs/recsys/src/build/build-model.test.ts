import { describe, expect, it } from '@jest/globals'
import { countHistories } from '../counts/count-histories.ts'
import { COUNT_SETTINGS } from '../counts/counts.ts'
import { createItemIndex } from '../model/item-index.ts'
import { createLiveRows } from '../model/live-rows.ts'
import type { Model } from '../model/model.ts'
import { popularItems } from '../score/popular-items.ts'
import { scoreNext } from '../score/score-next.ts'
import { plantedHistories, title } from '../testing/some-histories.ts'
import { MODEL_SETTINGS, buildModel } from './build-model.ts'
import type { ViewerHistory } from './interactions.ts'
import { buildNow } from './progress.ts'

function build(histories: readonly ViewerHistory[]): Model {
  const counts = buildNow(countHistories(histories, histories.length, COUNT_SETTINGS))
  return buildNow(buildModel({ histories, counts, settings: MODEL_SETTINGS }))
}

describe('buildModel', () => {
  it('finds planted tastes: hits held-out titles at least twice as often as popularity does', () => {
    const histories = plantedHistories({ viewers: 600, genres: 10, titles: 300, seed: 11 })
    const model = build(histories.map((history) => history.slice(0, -1)))
    const index = createItemIndex(model.items)
    const hits = { model: 0, popular: 0 }
    for (const viewed of histories) {
      const target = index.numberOf(viewed.at(-1)?.item ?? title(0))
      const history = viewed
        .slice(0, -1)
        .reverse()
        .map(({ item, weight }) => ({ item: index.numberOf(item) ?? 0, weight }))
      const allowed = (item: number): boolean => history.every((entry) => entry.item !== item)
      const scored = { model, index, live: createLiveRows(), allowed, limit: 10 }
      if (scoreNext({ ...scored, history }).some(({ item }) => item === target)) hits.model += 1
      if (popularItems(scored).some(({ item }) => item === target)) hits.popular += 1
    }
    expect(hits.model).toBeGreaterThan(2 * hits.popular)
    expect(hits.model).toBeGreaterThan(100)
  })

  it('numbers titles by hash, and sums what was liked into popularity', () => {
    const model = build([
      [
        { item: title(2), weight: 1 },
        { item: title(0), weight: -0.5 },
      ],
      [
        { item: title(2), weight: 0.5 },
        { item: title(1), weight: 0.25 },
      ],
    ])
    expect(model.items).toEqual([title(0), title(1), title(2)])
    expect([...model.popularity]).toEqual([0, 0.25, 1.5])
  })

  it('leaves out counted titles that no history names any more', () => {
    const counts = buildNow(
      countHistories([[title(0), title(1), title(9)].map((item) => ({ item, weight: 1 }))], 1, COUNT_SETTINGS),
    )
    const histories = [[title(0), title(1)].map((item) => ({ item, weight: 1 }))]
    const model = buildNow(buildModel({ histories, counts, settings: MODEL_SETTINGS }))
    expect(model.items).toEqual([title(0), title(1)])
    expect([...(model.rowSets.get('counts')?.neighbours ?? [])]).toEqual([1])
  })
})
