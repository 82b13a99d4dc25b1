import { describe, expect, it } from '@jest/globals'
import { DeadLetter, ViewerEvent, topicsOf } from '@upnext/contracts'
import { digestOf } from '@upnext/generations'
import { GenerationDroppedError, HistoryLostError } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'
import { createLogger, createMetrics } from '@upnext/service-kit'
import {
  TEST_KEYS,
  aViewer,
  anEvent,
  createFakeEventLog,
  createFakeProfileStore,
  fakeClock,
  generateEvents,
  waitUntil,
} from '@upnext/testkit'
import { createFeature } from '../feature.ts'
import { RebuildRefusedError } from './choose-target.ts'
import { rebuild } from './rebuild.ts'
import type { RebuildDeps } from './rebuild-deps.ts'

const topics = topicsOf('')
const TOPIC = topics.viewerEvents.name
const logger = createLogger({ service: 'feature', level: 'silent' })

function setUp() {
  const log = createFakeEventLog(Object.values(topics))
  const profiles = createFakeProfileStore()
  const common = {
    profiles,
    topics,
    clock: fakeClock(),
    logger,
    metrics: createMetrics('feature'),
    codeVersion: 'test',
  }
  const crashes: Error[] = []
  const build = (parts: Partial<RebuildDeps> = {}) =>
    rebuild({
      ...common,
      history: { log, archive: null, mayLose: false },
      rate: null,
      force: false,
      say: () => undefined,
      signal: new AbortController().signal,
      ...parts,
    })
  const startFeature = async () => {
    const feature = createFeature({ ...common, log, keys: TEST_KEYS, onCrash: (error) => crashes.push(error) })
    await feature.start()
    return feature
  }
  const append = (events: readonly ViewerEvent[]) =>
    log.append(
      TOPIC,
      events.map((event) => ({ key: Buffer.from(event.viewer), value: ViewerEvent.encode(event).finish() })),
    )
  const isFed = async (generation: number): Promise<boolean> => {
    for (const [partition, { end }] of (await log.bounds(TOPIC)).entries())
      if ((await profiles.read(generation, partition, [])).position !== end) return false
    return true
  }
  const untilFed = (generation: number) =>
    waitUntil(() => isFed(generation), { message: `generation ${generation} is at the log's end` })
  const letters = () => log.recordsOf(topics.deadLetters.name).map(({ value }) => DeadLetter.decode(value))
  return { log, profiles, build, startFeature, append, untilFed, letters, crashes }
}

const garbage = { key: Buffer.from(aViewer()), value: Buffer.from([0xff, 0xff, 0xff]) }

describe('rebuild', () => {
  it('builds the same bytes beside a running feature, which goes on feeding both', async () => {
    const { profiles, build, startFeature, append, untilFed } = setUp()
    const events = generateEvents({ seed: 1, events: 600 })
    const feature = await startFeature()
    await append(events.slice(0, 300))
    await untilFed(1)
    expect(await build()).toMatchObject({ generation: 2, foldVersion: FOLD_VERSION, resumed: false, unfoldable: 0 })
    await append(events.slice(300))
    await untilFed(1)
    await untilFed(2)
    expect(await digestOf(profiles, 2)).toEqual(await digestOf(profiles, 1))
    await feature.stop()
  })

  it('goes on where an earlier one was stopped', async () => {
    const { profiles, build, startFeature, append, untilFed } = setUp()
    const feature = await startFeature()
    await append(generateEvents({ seed: 2, events: 400 }))
    await untilFed(1)
    await feature.stop()
    const stop = new AbortController()
    let commits = 0
    const stopping = {
      ...profiles,
      commit: async (batch: Parameters<typeof profiles.commit>[0]) => {
        commits += 1
        if (commits === 5) stop.abort(new Error('killed'))
        return profiles.commit(batch)
      },
    }
    await expect(build({ profiles: stopping, signal: stop.signal })).rejects.toThrow('killed')
    expect((await profiles.generations()).manifests[1]).toMatchObject({ generation: 2, state: 'building' })
    const report = await build()
    expect(report).toMatchObject({ generation: 2, resumed: true })
    expect(report.events).toBeLessThan(400)
    expect(await digestOf(profiles, 2)).toEqual(await digestOf(profiles, 1))
  })

  it('folds no more a second than it may', async () => {
    const { profiles, build, startFeature, append, untilFed } = setUp()
    const feature = await startFeature()
    await append(generateEvents({ seed: 6, events: 120 }))
    await untilFed(1)
    await feature.stop()
    const rate = 200
    const startedAtMs = performance.now()
    let folded = 0
    const ahead: number[] = []
    const counting = {
      ...profiles,
      commit: async (batch: Parameters<typeof profiles.commit>[0]) => {
        folded += batch.next - batch.expected
        ahead.push(folded - (rate * (performance.now() - startedAtMs)) / 1000)
        return profiles.commit(batch)
      },
    }
    await build({ profiles: counting, rate })
    expect(folded).toBe(120)
    // One part of a tenth of a second, and a timer's grain.
    expect(Math.max(...ahead)).toBeLessThan(rate / 10 + 1)
    expect(await digestOf(profiles, 2)).toEqual(await digestOf(profiles, 1))
  })

  it('writes no second dead letter for what the feature has lettered, and one for what nobody has read', async () => {
    const { log, profiles, build, startFeature, append, untilFed, letters } = setUp()
    const feature = await startFeature()
    await log.append(TOPIC, [garbage])
    await append([anEvent()])
    await untilFed(1)
    await feature.stop()
    expect(letters()).toHaveLength(1)
    await log.append(TOPIC, [garbage])
    expect(await build()).toMatchObject({ unfoldable: 2 })
    expect(letters().map(({ offset }) => offset)).toEqual([0, 2])
    // And the feature, which comes past it later, leaves it.
    const again = await startFeature()
    await untilFed(1)
    expect(letters()).toHaveLength(2)
    await again.stop()
    expect(await digestOf(profiles, 2)).toEqual(await digestOf(profiles, 1))
  })

  it('refuses where the store would not hold two generations, with figures, unless forced', async () => {
    const { profiles, build, startFeature, append, untilFed } = setUp()
    const feature = await startFeature()
    await append(generateEvents({ seed: 3, events: 200 }))
    await untilFed(1)
    await feature.stop()
    const { usedBytes } = await profiles.capacity(1)
    profiles.setLimit(usedBytes * 1.5)
    await expect(build()).rejects.toThrow(RebuildRefusedError)
    await expect(build()).rejects.toThrow(/MiB of .* MiB are used.*--force/)
    expect((await profiles.generations()).manifests).toHaveLength(1)
    expect(await build({ force: true })).toMatchObject({ generation: 2 })
  })

  it('refuses a log that has lost its beginning, unless that is meant', async () => {
    const { log, profiles, build, startFeature, append, untilFed } = setUp()
    const feature = await startFeature()
    await append(generateEvents({ seed: 4, events: 300 }))
    await untilFed(1)
    await feature.stop()
    const partition = (await log.bounds(TOPIC)).findIndex(({ end }) => end > 5)
    log.forget(TOPIC, partition, 4)
    await expect(build()).rejects.toThrow(HistoryLostError)
    expect((await profiles.generations()).manifests).toHaveLength(1)
    await build({ history: { log, archive: null, mayLose: true } })
    expect((await profiles.generations()).manifests[1]?.state).toBe('ready')
  })

  it('ends when what it builds is dropped, and when there is nothing to build beside', async () => {
    const { profiles, build, startFeature, append, untilFed } = setUp()
    await expect(build()).rejects.toThrow('there are no profiles yet')
    const feature = await startFeature()
    await append(generateEvents({ seed: 5, events: 300 }))
    await untilFed(1)
    await feature.stop()
    const dropping = {
      ...profiles,
      commit: async (batch: Parameters<typeof profiles.commit>[0]) => {
        const answer = await profiles.commit(batch)
        if (batch.generation === 2) await profiles.dropGeneration(2)
        return answer
      },
    }
    await expect(build({ profiles: dropping })).rejects.toThrow(GenerationDroppedError)
  })

  it('leaves what belongs to another fold version, and says so when nothing is left to feed', async () => {
    const { profiles, startFeature, append, untilFed, crashes } = setUp()
    await profiles.createGeneration({ generation: 1, foldVersion: FOLD_VERSION + 1, createdAtMs: 0 })
    await profiles.createGeneration({ generation: 2, foldVersion: FOLD_VERSION, createdAtMs: 0 })
    await expect(startFeature()).rejects.toThrow('upnext profiles rebuild')
    await profiles.markGenerationReady(2)
    const feature = await startFeature()
    await append([anEvent()])
    await untilFed(2)
    expect((await digestOf(profiles, 1)).profiles).toBe(0)
    await profiles.dropGeneration(2)
    await waitUntil(() => crashes.length > 0, { message: 'feature to say that it feeds nothing' })
    await feature.stop()
  })
})
