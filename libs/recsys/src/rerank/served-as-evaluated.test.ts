/** What is learned from, and judged by, is what is served: one score for both. */
import { describe, expect, it } from '@jest/globals'
import { buildModel } from '../build/build-model.ts'
import { buildNow } from '../build/progress.ts'
import { MODEL_SETTINGS } from '../build/settings.ts'
import { createLiveModel } from '../model/live-model.ts'
import { seededRandom } from '../random.ts'
import { featureCount } from '../score/features.ts'
import { createPopularityClock } from '../score/popularity-clock.ts'
import { scoreNext } from '../score/score-next.ts'
import { START_MS, plantedHistories } from '../testing/some-histories.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { linearScore } from '../tune/judge.ts'
import { createExampleWriter } from './examples.ts'

const timeline = buildNow(createTimeline(plantedHistories({ viewers: 80, genres: 4, titles: 60, seed: 9 })))
const random = seededRandom(3)
const weightsOf = (again: boolean) => ({
  weights: Array.from({ length: featureCount(MODEL_SETTINGS.channels.length, again) }, () => random() - 0.3),
})
const settings = { ...MODEL_SETTINGS, historyLimit: 6 }
const configuration = { settings, ranker: weightsOf(false), again: weightsOf(true) }
const { model } = buildNow(buildModel(timeline, configuration, null))

describe.each([false, true])('scores, again: %p', (again) => {
  it('are the same in examples and in answers, but for what is the same for all candidates', () => {
    const live = createLiveModel(model)
    const popularity = createPopularityClock(model.popularity)
    const ranker = again ? configuration.again : configuration.ranker
    // As of a moment at which both are computed anew.
    const atMs = START_MS + 120 * 86_400_000
    for (let viewer = 0; viewer < 20; viewer++) {
      const known = [...timeline.titles.subarray(timeline.offsets[viewer], timeline.offsets[viewer + 1])].reverse()
      const history = known.map((item, d) => ({ item, weight: d === 2 ? -0.5 : 1 }))
      const answer = new Map(
        scoreNext({ live, history, again, atMs, allowed: () => true, limit: 100 }).map(({ item, score }) => [
          item,
          Math.log(score),
        ]),
      )
      const placeOf = (item: number): number => known.indexOf(item)
      const differences = [...answer].map(([item, score]) => {
        // Asked one title at a time: examples do not say which candidate is which.
        const writer = createExampleWriter(live.plan, live, popularity, timeline.items.length, again)
        writer.ask({
          history: {
            titles: known.slice(0, settings.historyLimit),
            weights: history.map(({ weight }) => weight),
          },
          leftOut: again ? known.slice(0, 1) : known,
          placeOf: again ? placeOf : null,
          targets: [item],
          atMs,
        })
        const examples = writer.finish()
        return score - linearScore(examples, ranker.weights)(examples.right.indexOf(1))
      })
      const [first = 0] = differences
      expect(differences.length).toBeGreaterThan(20)
      for (const difference of differences) expect(difference).toBeCloseTo(first, 4)
    }
  })
})
