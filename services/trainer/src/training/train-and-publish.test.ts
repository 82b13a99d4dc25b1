import { beforeEach, describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { MODEL_SETTINGS, modelFromBytes } from '@upnext/recsys'
import type { Configuration } from '@upnext/recsys'
import { anItem, createFakeEventLog, createFakeModelStore, generateEvents } from '@upnext/testkit'
import type { FakeModelStore } from '@upnext/testkit'
import { isViewerKey } from '@upnext/contracts'
import { QUICK, TOPICS, depsOf } from '../testing/trainer-room.ts'
import { createViewerProfiles } from '../viewers/viewer-profiles.ts'
import { manifestOf } from './manifest.ts'
import type { Tuning } from './manifest.ts'
import { trainAndPublish } from './train-and-publish.ts'
import type { TrainingSlice } from './train-and-publish.ts'
import type { TrainingRun } from './train-model.ts'

const log = createFakeEventLog(Object.values(TOPICS))
const run: TrainingRun = {
  settings: QUICK,
  mode: 'live',
  asked: false,
  signal: new AbortController().signal,
  onStage: () => undefined,
}
let models: FakeModelStore

beforeEach(() => {
  models = createFakeModelStore()
})

function aCatalog() {
  const catalog = createCatalog()
  for (const [itemId, genre] of [
    ['unwatched', 'Crime'],
    ['unwatched-too', 'Crime'],
    ['withdrawn', 'Crime'],
  ] as const) {
    const item = anItem({ itemId, genres: [genre], withdrawn: itemId === 'withdrawn' })
    catalog.apply({ item, receivedAtMs: 0 })
  }
  return [...catalog.titles()]
}

async function aSlice(events: readonly ViewerEvent[], epoch = 1): Promise<TrainingSlice> {
  const viewers = createViewerProfiles()
  for (const event of events) if (isViewerKey(event.viewer)) viewers.fold(event.viewer, event)
  for (let claimed = 0; claimed < epoch;) claimed = await models.claimEpoch()
  const positions = { positions: [], catalogPositions: [] }
  return {
    profiles: viewers.packed(),
    catalog: aCatalog(),
    ...positions,
    events: events.length,
    epoch: async () => epoch,
  }
}

const deps = () => depsOf({ log, models }, 'not used')
const events = generateEvents({ seed: 4, viewers: 40, events: 1500 })

async function publishWith(configuration: Configuration, tuning: Tuning, epoch: number): Promise<void> {
  const facts = { epoch, trainedAtMs: 0, codeVersion: '', positions: [], catalogPositions: [], events: 1, viewers: 1 }
  const manifest = manifestOf({ ...facts, titles: 1, plays: 1, unit: 1, configuration, mode: 'live', tuning })
  await models.put({ id: 'in-use', manifest, bytes: new Uint8Array(1) })
  expect(await models.activate({ expected: null, next: 'in-use', epoch })).toEqual({ ok: true })
}

describe('trainAndPublish', () => {
  it('knows the titles of the catalogue that may be recommended, and which are about the same', async () => {
    const { report } = await trainAndPublish(deps(), await aSlice(events), run)
    const stored = await models.get(report.modelId ?? '')
    const model = modelFromBytes(stored?.bytes ?? new Uint8Array(0))
    expect(model.items).toEqual(expect.arrayContaining([itemHash('unwatched'), itemHash('unwatched-too')]))
    expect(model.items).not.toContain(itemHash('withdrawn'))
    const content = model.rowSets.get('content')
    const unwatched = model.items.indexOf(itemHash('unwatched'))
    expect(content?.neighbours[content.offsets[unwatched] ?? 0]).toBe(model.items.indexOf(itemHash('unwatched-too')))
  })

  it('does not tune a first model, so that there is one at once, and tunes the next', async () => {
    const slice = await aSlice(events)
    const first = await trainAndPublish(deps(), slice, run)
    expect(first.report).toMatchObject({ outcome: 'published', tuning: { kind: 'untuned', adopted: false } })
    expect((await models.get(first.report.modelId ?? ''))?.manifest).toMatchObject({
      configuration: { settings: QUICK.base, ranker: null, again: null },
      tuning: { plays: 0, report: { kind: 'untuned' } },
    })
    const { report } = await trainAndPublish(deps(), slice, run)
    expect(report).toMatchObject({ outcome: 'published', tuning: { kind: 'time', winner: null } })
    expect((await trainAndPublish(deps(), slice, run)).report).toMatchObject({ outcome: 'published', tuning: null })
  })

  it('tunes at once where it is asked, and writes down what was found', async () => {
    const { report, trained } = await trainAndPublish(deps(), await aSlice(events), { ...run, asked: true })
    expect(report).toMatchObject({ outcome: 'published', tuning: { kind: 'time', winner: null } })
    const manifest = (await models.get(report.modelId ?? ''))?.manifest
    expect(manifest).toMatchObject({
      configuration: trained?.configuration,
      mode: 'live',
      tuning: { plays: trained?.plays },
      unit: trained?.unit,
    })
  })

  it('takes the weights for a model that stays as it is where it trains for the night', async () => {
    const slice = await aSlice(generateEvents({ seed: 4, viewers: 30, events: 4000 }))
    const live = await trainAndPublish(deps(), slice, { ...run, asked: true })
    const nightly = await trainAndPublish(deps(), slice, { ...run, asked: true, mode: 'nightly' })
    // What was chosen for rows that follow every event is nothing to beat.
    expect(nightly.report.tuning?.winner).toBeNull()
    expect(nightly.trained?.configuration.settings).toEqual(live.trained?.configuration.settings)
    expect(nightly.trained?.configuration.again).not.toEqual(live.trained?.configuration.again)
    expect((await models.get(nightly.report.modelId ?? ''))?.manifest).toMatchObject({ mode: 'nightly' })
  })

  it('goes on with the configuration in use, without tuning, until plays have grown by half', async () => {
    const slice = await aSlice(events)
    const settings = { ...MODEL_SETTINGS, ridge: { regularization: 77, candidates: 20 } }
    const configuration = { settings, ranker: null, again: null }
    await publishWith(configuration, { plays: 1400, report: { kind: 'time', note: 'kept' } }, 1)
    const { report } = await trainAndPublish(deps(), slice, run)
    expect(report).toMatchObject({ outcome: 'published', tuning: null })
    const manifest = (await models.get(report.modelId ?? ''))?.manifest
    expect(manifest).toMatchObject({ configuration, tuning: { plays: 1400, report: { kind: 'time', note: 'kept' } } })
  })

  it('sets what it finds against the configuration in use, when it is asked', async () => {
    const slice = await aSlice(events)
    const configuration = { settings: MODEL_SETTINGS, ranker: null, again: null }
    await publishWith(configuration, { plays: 1400, report: { kind: 'time' } }, 1)
    const { report, trained } = await trainAndPublish(deps(), slice, { ...run, asked: true })
    const winner = report.tuning?.winner
    expect(['challenger', 'incumbent']).toContain(winner)
    if (winner === 'incumbent') expect(trained?.configuration).toEqual(configuration)
    else expect(trained?.configuration).not.toEqual(configuration)
  })

  it('does not publish a model that its own test finds fault with, and says so', async () => {
    const slice = await aSlice(events)
    const broken = { settings: MODEL_SETTINGS, ranker: { weights: [1] }, again: null }
    await publishWith(broken, { plays: 1400, report: { kind: 'time' } }, 1)
    const { report, trained } = await trainAndPublish(deps(), slice, run)
    expect(report).toMatchObject({ outcome: 'unsound', modelId: null, problem: expect.stringContaining('ranker') })
    expect(trained).toBeNull()
    expect((await models.active())?.id).toBe('in-use')
  })
})
