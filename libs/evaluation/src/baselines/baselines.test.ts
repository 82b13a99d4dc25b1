import { describe, expect, it } from '@jest/globals'
import { fold, emptyProfile, TRAINING_CAPS } from '@upnext/profiles'
import { isViewerKey, itemHash } from '@upnext/contracts'
import { toEvent } from '../to-event.ts'
import type { Dataset } from '../data/dataset.ts'
import type { Recommender } from '../recommender.ts'
import { aDataset, aQuery, fitted, idsOf, trainingOf } from '../testing/a-dataset.ts'
import { BASELINES } from './baselines.ts'
import { COSINE, SHRUNK_COSINE } from './cosine.ts'
import { MARKOV } from './markov.ts'
import { POPULARITY } from './popularity.ts'
import { RANDOM } from './random.ts'
import { recentPopularity } from './recent-popularity.ts'

const DAY = 86_400

/** x is the most popular, y comes after x, and the late one is new. */
const DATASET = aDataset(
  ['a x 1', 'a y 2', 'b x 3', 'b y 4', 'c x 5', 'c z 6', 'd x 7', `d late ${40 * DAY}`],
  [`a z ${41 * DAY}`, `b z ${41 * DAY}`, `e z ${41 * DAY}`],
)

function ask(recommender: Recommender, newestFirst: readonly string[], dataset: Dataset = DATASET): readonly string[] {
  return idsOf(dataset, recommender.recommend(aQuery(newestFirst)))
}

describe('popularity', () => {
  it('is the number of viewers, without what is excluded; ties by hash', () => {
    const ties = ['z', 'late'].sort((a, b) => (itemHash(a) < itemHash(b) ? -1 : 1))
    expect(ask(fitted(POPULARITY, DATASET), [])).toEqual(['x', 'y', ...ties])
    expect(ask(fitted(POPULARITY, DATASET), ['x'])).toEqual(['y', ...ties])
  })
})

describe('recent popularity', () => {
  it('prefers one event now to several long ago', () => {
    expect(ask(fitted(recentPopularity(3), DATASET), [])[0]).toBe('late')
    expect(ask(fitted(recentPopularity(3000), DATASET), [])[0]).toBe('x')
  })

  it('learns event by event', () => {
    const recommender = fitted(recentPopularity(3), DATASET)
    for (let row = 0; row < DATASET.test.length; row++) {
      const event = toEvent(DATASET, DATASET.test, row)
      if (!isViewerKey(event.viewer)) throw new Error('events have viewer keys')
      recommender.learn?.(event.viewer, fold(emptyProfile(), event, TRAINING_CAPS))
    }
    expect(ask(recommender, []).slice(0, 2)).toEqual(['z', 'late'])
  })
})

describe('markov', () => {
  it('is what followed the last title, most often first', () => {
    const [first, ...others] = ask(fitted(MARKOV, DATASET), ['x'])
    expect(first).toBe('y')
    expect([...others].sort()).toEqual(['late', 'z'])
    expect(ask(fitted(MARKOV, DATASET), ['z', 'x'])).toEqual([])
  })

  it('counts a title that was played again as often as it was', () => {
    const dataset = aDataset(['a x 1', 'a y 2', 'a x 3', 'b x 1'], ['a z 9'])
    expect(ask(fitted(MARKOV, dataset), ['x'], dataset)).toEqual(['y'])
    expect(ask(fitted(MARKOV, dataset), ['y'], dataset)).toEqual(['x'])
  })
})

describe('cosine', () => {
  it('is the common viewers, divided by the roots of all', () => {
    // From y: x has 2 / sqrt(2 * 4); nothing else was seen with y.
    expect(ask(fitted(COSINE, DATASET), ['y'])).toEqual(['x'])
    // From x: y has 2 / sqrt(4 * 2), z and late 1 / sqrt(4).
    expect(ask(fitted(COSINE, DATASET), ['x'])[0]).toBe('y')
  })

  it('listens to the newest titles where it is asked so', () => {
    const dataset = aDataset(['a p 1', 'a q 2', 'b r 1', 'b s 2', 'c r 1', 'c s 2', 'd s 1', 'e q 1'], ['a z 9'])
    const history = ['p', 'x', 'x2', 'x3', 'x4', 'r']
    expect(ask(fitted(COSINE, dataset, 'cosine'), history, dataset)).toEqual(['s', 'q'])
    expect(ask(fitted(COSINE, dataset, 'cosine-recent'), history, dataset)).toEqual(['q', 's'])
  })

  it('distrusts few viewers where it is shrunk', () => {
    // From q (4 viewers): rare 1 / sqrt(4 * 1) = 0.5, often 3 / sqrt(4 * 36) = 0.25; with 20 below the line, 0.045 and 0.094.
    const ofQ = ['a q 1', 'a rare 2', 'b q 1', 'b often 2', 'c q 1', 'c often 2', 'd q 1', 'd often 2']
    const others = Array.from({ length: 33 }, (_, at) => `v${at} often 1`)
    const dataset = aDataset([...ofQ, ...others], ['a z 9'])
    expect(ask(fitted(COSINE, dataset), ['q'], dataset)).toEqual(['rare', 'often'])
    expect(ask(fitted(SHRUNK_COSINE, dataset), ['q'], dataset)).toEqual(['often', 'rare'])
  })
})

describe('random', () => {
  it('shows any titles, none twice and none that is excluded, the same for everybody who runs it', () => {
    const list = ask(fitted(RANDOM, DATASET), ['x'])
    expect([...list].sort()).toEqual(['late', 'y', 'z'])
    expect(ask(fitted(RANDOM, DATASET), ['x'])).toEqual(list)
  })
})

describe('all baselines', () => {
  it('answer something legal to a viewer without a history, and to titles that nobody knows', () => {
    for (const model of BASELINES) {
      for (const recommender of [model.fit(trainingOf(DATASET), () => undefined)].flat()) {
        for (const history of [[], ['nobody knows this']]) {
          const list = ask(recommender, history)
          expect(new Set(list).size).toBe(list.length)
        }
      }
    }
  })

  it('name their rows as they said', () => {
    for (const model of BASELINES) {
      const rows = [model.fit(trainingOf(DATASET), () => undefined)].flat()
      expect(rows.map((row) => row.name)).toEqual(model.names)
    }
  })

  it('leave out what needs time where there is none', () => {
    const timeless = { ...trainingOf(DATASET), timeless: true }
    const absent = BASELINES.filter((model) => (model.absentBecause?.(timeless) ?? null) !== null)
    expect(absent.flatMap((model) => model.names)).toEqual(['popularity-30d', 'popularity-3d', 'markov'])
  })
})
