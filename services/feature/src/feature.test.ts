import { afterEach, describe, expect, it } from '@jest/globals'
import { DeadLetter, ViewerEvent, topicsOf } from '@upnext/contracts'
import { digestOf } from '@upnext/generations'
import type { EventLog } from '@upnext/ports'
import { VIEWER_PARTITIONS, viewerPartition } from '@upnext/ports'
import { FOLD_VERSION, SERVING_CAPS, decodeProfile, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { createLogger, createMetrics } from '@upnext/service-kit'
import {
  TEST_KEYS,
  aViewer,
  anEvent,
  createFakeEventLog,
  createFakeProfileStore,
  fakeClock,
  generateEvents,
  seededRandom,
  waitUntil,
} from '@upnext/testkit'
import { createFeature } from './feature.ts'
import type { Feature, FeatureDeps } from './feature.ts'

const topics = topicsOf('')
const logger = createLogger({ service: 'feature', level: 'silent' })
const running: Feature[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((feature) => feature.stop()))
})

function setUp() {
  const log = createFakeEventLog(Object.values(topics))
  const profiles = createFakeProfileStore()
  const crashes: Error[] = []
  const start = async (more: Pick<FeatureDeps, 'fold'> = {}): Promise<Feature> => {
    const feature = createFeature({
      log,
      profiles,
      topics,
      keys: TEST_KEYS,
      clock: fakeClock(),
      logger,
      metrics: createMetrics('feature'),
      codeVersion: 'test',
      onCrash: (error) => crashes.push(error),
      ...more,
    })
    running.push(feature)
    await feature.start()
    return feature
  }
  const foldedToEnd = async (): Promise<void> => {
    const bounds = await log.bounds(topics.viewerEvents.name)
    const reached = async (): Promise<boolean> => {
      for (const [partition, { end }] of bounds.entries())
        if ((await profiles.read(1, partition, [])).position !== end) return false
      return true
    }
    await waitUntil(reached, { message: 'every partition is folded to its end' })
  }
  return { log, profiles, crashes, start, foldedToEnd }
}

const recordOf = (event: ViewerEvent) => ({
  key: Buffer.from(event.viewer),
  value: ViewerEvent.encode(event).finish(),
})
const append = (log: EventLog, events: readonly ViewerEvent[]) =>
  log.append(topics.viewerEvents.name, events.map(recordOf))

function shuffled(events: readonly ViewerEvent[]): ViewerEvent[] {
  const random = seededRandom(2)
  const keyed = events.map((event) => ({ event, place: random.next() }))
  return keyed.sort((a, b) => a.place - b.place).map(({ event }) => event)
}

/** What the distinct events come to, by viewer. */
function reference(events: readonly ViewerEvent[]): Map<string, Buffer> {
  const profiles = new Map<string, ReturnType<typeof emptyProfile>>()
  for (const event of events) {
    const before = profiles.get(event.viewer) ?? emptyProfile()
    profiles.set(event.viewer, fold(before, event, SERVING_CAPS).profile)
  }
  return new Map([...profiles].map(([viewer, profile]) => [viewer, Buffer.from(encodeProfile(profile))]))
}

describe('feature', () => {
  it('ends with the profiles of the distinct events, however often and in whatever order they come', async () => {
    const { log, profiles, start, foldedToEnd } = setUp()
    const events = generateEvents({ seed: 1, events: 400 })
    await append(log, shuffled([...events, ...events]))
    await start()
    await foldedToEnd()
    for (const [viewer, bytes] of reference(events)) {
      const { profiles: stored } = await profiles.read(1, viewerPartition(viewer), [viewer])
      expect(Buffer.from(stored[0] ?? [])).toEqual(bytes)
    }
  })

  it('goes on where it was after a restart, and after the store was away', async () => {
    const { log, profiles, start, foldedToEnd } = setUp()
    const events = generateEvents({ seed: 3, events: 300 })
    const first = await start()
    await append(log, events.slice(0, 100))
    await foldedToEnd()
    await first.stop()
    await append(log, events.slice(100, 200))
    await start()
    await foldedToEnd()
    profiles.failWith(new Error('the store is away'))
    await append(log, events.slice(200))
    profiles.failWith(null)
    await foldedToEnd()
    const viewers = reference(events)
    expect((await digestOf(profiles, 1)).profiles).toBe(viewers.size)
    for (const [viewer, bytes] of viewers) {
      const { profiles: stored } = await profiles.read(1, viewerPartition(viewer), [viewer])
      expect(Buffer.from(stored[0] ?? [])).toEqual(bytes)
    }
  })

  it('writes nothing over a position that somebody else has moved', async () => {
    const { log, profiles, start, foldedToEnd } = setUp()
    const partition = viewerPartition(aViewer())
    await append(log, [anEvent(), anEvent({ occurredAtMs: 5 })])
    await profiles.createGeneration({ generation: 1, foldVersion: FOLD_VERSION, createdAtMs: 0 })
    await profiles.commit({ generation: 1, partition, expected: 0, next: 2, profiles: [] })
    await start()
    await foldedToEnd()
    expect((await profiles.read(1, partition, [aViewer()])).profiles).toEqual([null])
  })

  it('moves what it cannot fold to the dead letters, with its bytes, and folds the rest', async () => {
    const { log, profiles, start, foldedToEnd } = setUp()
    const garbage = { key: Buffer.from(aViewer()), value: Buffer.from([0xff, 0xff, 0xff]), headers: { kind: 'watch' } }
    await log.append(topics.viewerEvents.name, [garbage, recordOf(anEvent())])
    await start()
    await foldedToEnd()
    const letters: DeadLetter[] = []
    const reading = await log.follow(topics.deadLetters.name, [], {
      onBatch(batch) {
        letters.push(...batch.records.map((record) => DeadLetter.decode(record.value)))
        return Promise.resolve(batch.nextOffset)
      },
    })
    await waitUntil(() => letters.length > 0, { message: 'the dead letter can be read' })
    await reading.close()
    expect(letters).toMatchObject([{ reason: 'UndecodableRecordError', topic: topics.viewerEvents.name, offset: 0 }])
    expect(Buffer.from(letters[0]?.value ?? [])).toEqual(garbage.value)
    const { profiles: stored } = await profiles.read(1, viewerPartition(aViewer()), [aViewer()])
    expect(decodeProfile(stored[0] ?? new Uint8Array()).recent.entries).toHaveLength(1)
  })

  it('stops and says so when a release can fold nothing, with what it could not pass still before it', async () => {
    const { log, profiles, crashes, start, foldedToEnd } = setUp()
    await append(
      log,
      Array.from({ length: 150 }, (_, n) => anEvent({ occurredAtMs: n })),
    )
    const broken = await start({
      fold: () => {
        throw new TypeError('cannot read properties of undefined')
      },
    })
    await waitUntil(() => crashes.length > 0, { message: 'the service has said that it stops' })
    expect(crashes).toMatchObject([{ name: 'TooManyDeadLettersError' }])
    await broken.stop()
    expect((await profiles.read(1, viewerPartition(aViewer()), [])).position).toBeLessThanOrEqual(100)
    expect(log.recordsOf(topics.deadLetters.name).length).toBeLessThanOrEqual(100)
    await start()
    await foldedToEnd()
  })

  it('refuses a generation that another version of the fold has built, and says what to do', async () => {
    const { profiles, start } = setUp()
    await profiles.createGeneration({ generation: 1, foldVersion: FOLD_VERSION + 1, createdAtMs: 0 })
    await expect(start()).rejects.toThrow(new RegExp(`fold version ${FOLD_VERSION + 1}.*upnext profiles rebuild`))
  })

  it('gives one digest for the same events in another order', async () => {
    const events = generateEvents({ seed: 5, events: 200 })
    const digests: string[] = []
    for (const order of [events, events.toReversed()]) {
      const { log, profiles, start, foldedToEnd } = setUp()
      await append(log, order)
      await start()
      await foldedToEnd()
      const { digest, positions } = await digestOf(profiles, 1)
      expect(positions).toHaveLength(VIEWER_PARTITIONS)
      digests.push(digest)
    }
    expect(digests[0]).toBe(digests[1])
  })
})
