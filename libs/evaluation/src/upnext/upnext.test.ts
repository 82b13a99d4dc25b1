import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { historiesOf } from '@upnext/learning'
import { TRAINING_CAPS, decodeProfile, emptyProfile, fold } from '@upnext/profiles'
import { MODEL_SETTINGS, buildModel, buildNow, contentMatrix, contentRows, createTimeline } from '@upnext/recsys'
import type { BuiltModel, Configuration } from '@upnext/recsys'
import type { Recommender } from '../recommender.ts'
import { toEvent } from '../to-event.ts'
import { aDataset, aQuery, trainingOf } from '../testing/a-dataset.ts'
import { plantedLines } from '../testing/planted-lines.ts'
import { frozenRecommender } from './frozen-recommender.ts'
import { liveRecommenders } from './live-recommender.ts'
import { UPNEXT } from './upnext.ts'

const NEIGHBOURS = 60
/** Counts alone: what is solved for does not follow events. */
const CONFIGURATION: Configuration = {
  settings: {
    ...MODEL_SETTINGS,
    neighbours: NEIGHBOURS,
    channels: MODEL_SETTINGS.channels.filter(({ rowSet }) => rowSet !== 'ridge'),
    blend: [1, 0.5, 0.5, 0.5, 0.5],
  },
  ranker: null,
  again: null,
}

const LINES = plantedLines({ viewers: 150, genres: 5, perGenre: 20, plays: 10, seed: 8 })
const CUT = Math.floor(LINES.length / 2)
const dataset = aDataset(LINES.slice(0, CUT), LINES.slice(CUT))

function modelOf(training: ReturnType<typeof trainingOf>) {
  const timeline = buildNow(createTimeline(historiesOf(training.profiles)))
  return { unit: timeline.unit, built: buildNow(buildModel(timeline, CONFIGURATION, null)) }
}

/** Lists for the histories of some viewers, as they are in the end. */
function listsBy(recommender: Recommender): readonly (readonly ItemHash[])[] {
  return Array.from({ length: 60 }, (_, viewer) => {
    const watched = LINES.filter((line) => line.startsWith(`v${viewer} `)).map((line) => line.split(' ')[1] ?? '')
    return recommender.recommend(aQuery(watched.toReversed(), { limit: 10, atMs: 1e10 }))
  })
}

function learnTheRest(recommender: Recommender): void {
  const { profiles } = trainingOf(dataset)
  const states = new Map([...profiles].map(([key, bytes]) => [key, decodeProfile(bytes)]))
  for (let row = 0; row < dataset.test.length; row++) {
    const viewer = dataset.viewers[dataset.test.viewers[row] ?? 0]
    if (viewer === undefined) continue
    const result = fold(states.get(viewer) ?? emptyProfile(), toEvent(dataset, dataset.test, row), TRAINING_CAPS)
    states.set(viewer, result.profile)
    recommender.learn?.(viewer, result)
  }
}

function overlap(mine: readonly (readonly ItemHash[])[], theirs: readonly (readonly ItemHash[])[]): number {
  const shares = mine.map((list, at) => {
    const other = new Set(theirs[at])
    return list.filter((item) => other.has(item)).length / Math.max(1, list.length)
  })
  return shares.reduce((sum, share) => sum + share, 0) / shares.length
}

describe('the live recommender', () => {
  const { built, unit } = modelOf(trainingOf(dataset))
  const liveOf = (model: BuiltModel): Recommender => {
    const [live] = liveRecommenders(model, unit, NEIGHBOURS)
    if (live === undefined) throw new Error('there are two')
    return live
  }
  const whole = modelOf(trainingOf(aDataset(LINES, []))).built.model

  it('ends, event by event, with nine in ten of the titles of a model built of everything at once', () => {
    const live = liveOf(built)
    const before = listsBy(live)
    learnTheRest(live)
    const after = listsBy(live)
    const rebuilt = listsBy(frozenRecommender('rebuilt', whole, {}))
    expect(overlap(after, rebuilt)).toBeGreaterThanOrEqual(0.9)
    expect(overlap(after, rebuilt)).toBeGreaterThan(overlap(before, rebuilt) + 0.1)
  })

  it('leaves a frozen one of the same model as it was', () => {
    const again = modelOf(trainingOf(dataset)).built
    const frozen = frozenRecommender('frozen', again.model, {})
    const before = listsBy(frozen)
    learnTheRest(liveOf(again))
    expect(listsBy(frozen)).toEqual(before)
    expect(listsBy(frozenRecommender('fresh', again.model, {}))).toEqual(before)
    expect(frozen.learn).toBeUndefined()
  })
})

describe('lists as a page shows them', () => {
  const { built, unit } = modelOf(trainingOf(dataset))

  it('are those of the model where no genres are known, and others where some are', () => {
    const genreOf = new Map(dataset.items.map((item, at) => [item, [`genres:${dataset.itemIds[at]?.[1] ?? ''}`]]))
    const [live, , page] = liveRecommenders(built, unit, NEIGHBOURS)
    const [, , varied] = liveRecommenders(built, unit, NEIGHBOURS, (item) => genreOf.get(item) ?? [])
    const lists = [live, page, varied].map((recommender) => recommender && listsBy(recommender))
    expect(lists[0]?.every(({ length }) => length === 10)).toBe(true)
    expect(lists[1]).toEqual(lists[0])
    expect(lists[2]).not.toEqual(lists[0])
  })
})

describe('upnext', () => {
  it('recommends titles that nobody has watched, by rows of content, to whoever watches what is about the same', () => {
    const genres = [0, 1, 2, 3, 4]
    const ids = genres.map((genre) => [...Array.from({ length: 20 }, (_, at) => `g${genre}-${at}`), `new-${genre}`])
    const items = [...new Set(ids.flat().map((id) => itemHash(id)))]
    const timeline = buildNow(createTimeline(historiesOf(trainingOf(dataset).profiles), items))
    const genreOf = new Map(ids.flatMap((list, genre) => list.map((id) => [itemHash(id), genre] as const)))
    const tokens = timeline.items.map((item) => [`genre:${genreOf.get(item) ?? ''}`])
    const content = buildNow(contentRows(buildNow(contentMatrix(tokens)), NEIGHBOURS))
    const { settings } = CONFIGURATION
    const channels = [...settings.channels, { rowSet: 'content', recency: null }]
    const configuration = { ...CONFIGURATION, settings: { ...settings, channels, blend: [...settings.blend, 0.5] } }
    const { model } = buildNow(buildModel(timeline, configuration, content))
    const recommender = frozenRecommender('upnext', model, {})
    for (const genre of genres) {
      const watched = [0, 1, 2, 3, 4].map((at) => `g${genre}-${at}`)
      const list = recommender.recommend(aQuery(watched, { atMs: 1e10, limit: 40 }))
      expect(list).toContain(itemHash(`new-${genre}`))
      for (const other of genres) if (other !== genre) expect(list).not.toContain(itemHash(`new-${other}`))
    }
  })

  it('has a row that follows events only where there is time', () => {
    const atOnce = aDataset(['a x 1', 'a y 1', 'b x 1', 'b z 1'], ['a z 1'], { timeless: true })
    const rows = [UPNEXT.fit(trainingOf(atOnce), () => undefined)].flat()
    expect(rows.map(({ name }) => name)).toEqual(['upnext', 'unlearned-blend', 'upnext-page'])
  })
})
