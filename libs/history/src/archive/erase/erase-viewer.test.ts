import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openFolderObjectStore } from '@upnext/backends'
import { DeadLetter, ViewerEvent, encodeDeadLetter, encodeViewerEvent, topicsOf } from '@upnext/contracts'
import { partitionOf, systemClock } from '@upnext/ports'
import type { LogRecord, ObjectStore, RecordBatch } from '@upnext/ports'
import { emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { aViewer, anEvent, createFakeEventLog, tempFolder } from '@upnext/testkit'
import type { FakeEventLog, TempFolder } from '@upnext/testkit'
import fc from 'fast-check'
import { historyOf } from '../../history.ts'
import { readHistory } from '../../read-history.ts'
import { sliceOf } from '../../slice.ts'
import { archiveTopic } from '../archive-topic.ts'
import { NotErasedError } from '../errors.ts'
import { erasedThrough, goesOfEvents } from './erasable.ts'
import { eraseViewer } from './erase-viewer.ts'

type Kind = NonNullable<ViewerEvent['kind']>

const topics = topicsOf('')
const VIEWER = aViewer('me')
const OTHER = aViewer('somebody else')
const HALF_DAY_MS = 43_200_000
/** So small that sections overflow. */
const CAPS = {
  recent: 3,
  sessions: 2,
  seen: 3,
  dismissed: 2,
  list: 2,
  following: 2,
  transactions: 2,
  impressions: 2,
}

const time = fc.integer({ min: 0, max: 20 }).map((half) => half * HALF_DAY_MS)
const item = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const kind: fc.Arbitrary<Kind> = fc.oneof(
  fc.tuple(item, time, fc.constantFrom('s1', 's2')).map(([itemId, sessionStartedAtMs, sessionId]): Kind => ({
    $case: 'watch',
    value: { itemId, episodeId: '', positionS: 1, durationS: 2, sessionId, sessionStartedAtMs, phase: 1 },
  })),
  fc
    .tuple(item, fc.integer({ min: 1, max: 10 }))
    .map(([itemId, value]): Kind => ({ $case: 'rating', value: { itemId, value: { $case: 'halfStars', value } } })),
  item.map((itemId): Kind => ({ $case: 'list', value: { itemId, action: 1 } })),
  item.map((itemId): Kind => ({ $case: 'dismiss', value: { itemId, scope: 1, undo: false } })),
  item.map((itemId): Kind => ({
    $case: 'transaction',
    value: { itemId, type: 1, expiresAtMs: 0, priceMinor: 1, currency: 'EUR' },
  })),
  item.map((itemId): Kind => ({
    $case: 'impression',
    value: { pageId: 'p', rowId: 'r', tracking: '', items: [{ itemId, tracking: '' }] },
  })),
  fc.constantFrom('x', 'y', 'z').map((id): Kind => ({ $case: 'follow', value: { target: aViewer(id), action: 1 } })),
  fc.boolean().map((kids): Kind => ({ $case: 'settings', value: { kids, tier: 'basic', clear: [] } })),
  fc.boolean().map((analytics): Kind => ({ $case: 'consent', value: { analytics, policyVersion: '1' } })),
  time.map((throughMs): Kind => ({ $case: 'retire', value: { throughMs } })),
  time.map((throughMs): Kind => ({ $case: 'erase', value: { throughMs } })),
)
const events = fc.array(
  fc.tuple(kind, time).map(([what, occurredAtMs]) => anEvent({ viewer: VIEWER, occurredAtMs, kind: what })),
  { minLength: 1, maxLength: 60 },
)

const toRecord = (event: ViewerEvent, offset: number): LogRecord => ({
  offset,
  headers: {},
  ...encodeViewerEvent(event),
})

function profileBytes(records: readonly LogRecord[]): Buffer {
  const profile = records
    .filter(({ key }) => Buffer.from(key).toString() === VIEWER)
    .reduce((state, { value }) => fold(state, ViewerEvent.decode(value), CAPS).profile, emptyProfile())
  return Buffer.from(encodeProfile(profile))
}

describe('erasable records', () => {
  it('are those without which the profile is the same, byte for byte', () => {
    let removed = 0
    fc.assert(
      fc.property(events, fc.nat(), (all, cutAt) => {
        const records = all.map(toRecord)
        // The archive has a part, whose newest erase event counts; the log has the rest.
        const archived = records.slice(0, cutAt % (records.length + 1))
        const throughMs = erasedThrough(archived, VIEWER)
        fc.pre(throughMs !== null)
        const kept = archived.filter((record) => !goesOfEvents(record, VIEWER, throughMs))
        removed += archived.length - kept.length
        const after = [...kept, ...records.slice(archived.length)]
        expect(profileBytes(after).equals(profileBytes(records))).toBe(true)
      }),
      { numRuns: 500 },
    )
    expect(removed).toBeGreaterThan(500)
  })
})

describe('eraseViewer', () => {
  let folder: TempFolder
  let store: ObjectStore
  let log: FakeEventLog

  beforeEach(async () => {
    folder = await tempFolder()
    store = await openFolderObjectStore({ folder: folder.path, clock: systemClock })
    log = createFakeEventLog([topics.viewerEvents, topics.deadLetters])
  })

  afterEach(async () => {
    await log.close()
    await folder.remove()
  })

  const erase = (viewer = VIEWER) => eraseViewer({ store, ...topics, viewer })
  const send = (...sent: ViewerEvent[]) => log.append(topics.viewerEvents.name, sent.map(encodeViewerEvent))

  async function archive(topic = topics.viewerEvents.name): Promise<void> {
    const limits = { maxRecords: 10, maxBytes: 100_000 }
    await archiveTopic({ log, store, topic, mayLose: false, signal: new AbortController().signal, limits })
  }

  /** All that archive and log have of the partition of the viewer. */
  async function readBack(topic = topics.viewerEvents): Promise<LogRecord[]> {
    const partition = partitionOf(Buffer.from(VIEWER), topic.partitions)
    const bounds = await log.bounds(topic.name)
    log.forget(topic.name, partition, bounds[partition]?.end ?? 0)
    const history = historyOf(log, store, false)
    const read: LogRecord[] = []
    const onBatch = async (batch: RecordBatch): Promise<number> => {
      if (batch.partition === partition) read.push(...batch.records)
      return batch.nextOffset
    }
    const signal = new AbortController().signal
    await readHistory(history, { topic: topic.name, slice: await sliceOf(history, topic.name), onBatch, signal })
    return read
  }

  const watchAt = (viewer: string, atMs: number): ViewerEvent =>
    anEvent({ viewer, occurredAtMs: atMs, kind: { $case: 'list', value: { itemId: `i${atMs}`, action: 1 } } })
  const eraseAt = (throughMs: number): ViewerEvent =>
    anEvent({ viewer: VIEWER, occurredAtMs: throughMs, kind: { $case: 'erase', value: { throughMs } } })

  it('takes the records out of every file, keeps those of others, and leaves profile and offsets as they are', async () => {
    // Somebody else in the same partition.
    const neighbour = Array.from({ length: 2000 }, (_, n) => aViewer(`n${n}`)).find(
      (key) => partitionOf(Buffer.from(key), 48) === partitionOf(Buffer.from(VIEWER), 48),
    )
    const others = neighbour ?? OTHER
    for (let at = 0; at < 30; at += 1) await send(watchAt(VIEWER, at), watchAt(others, at))
    await send(eraseAt(24))
    await archive()
    const names = await store.list('').then((all) => all.map(({ name }) => name))
    const before = await readBack()
    expect(await erase()).toMatchObject({ throughMs: 24, records: 25 })
    const after = await readBack()
    expect(await store.list('').then((all) => all.map(({ name }) => name))).toEqual(names)
    expect(profileBytes(after).equals(profileBytes(before))).toBe(true)
    expect(profileBytes(after).equals(profileBytes([]))).toBe(false)
    const of = (viewer: string, records: readonly LogRecord[]): number =>
      records.filter(({ key }) => Buffer.from(key).toString() === viewer).length
    expect([of(VIEWER, before), of(VIEWER, after)]).toEqual([31, 6])
    expect(of(others, after)).toBe(of(others, before))
    expect(await erase()).toMatchObject({ records: 0, files: 0 })
  })

  it('goes by the newest erase event, and again for what came late', async () => {
    await send(watchAt(VIEWER, 1), eraseAt(5), watchAt(VIEWER, 7), eraseAt(3))
    await archive()
    expect(await erase()).toMatchObject({ throughMs: 5, records: 1 })
    await send(eraseAt(10), watchAt(VIEWER, 8))
    await archive()
    expect(await erase()).toMatchObject({ throughMs: 10, records: 2 })
  })

  it('takes out the dead letters that hold an event of the viewer', async () => {
    const letter = (value: Uint8Array, failedAtMs: number) =>
      encodeDeadLetter(
        DeadLetter.fromPartial({
          topic: topics.viewerEvents.name,
          key: Buffer.from(VIEWER),
          value: Buffer.from(value),
          failedAtMs,
        }),
      )
    const event = (atMs: number) => Buffer.from(encodeViewerEvent(watchAt(VIEWER, atMs)).value)
    await send(eraseAt(10))
    const letters = [
      letter(event(9), 99),
      letter(event(11), 99),
      letter(Buffer.of(0xff), 9),
      letter(Buffer.of(0xff), 11),
    ]
    await log.append(topics.deadLetters.name, letters)
    await archive()
    await archive(topics.deadLetters.name)
    expect(await erase()).toMatchObject({ records: 2 })
    const left = await readBack(topics.deadLetters)
    expect(left.map(({ value }) => Buffer.from(value))).toEqual(
      [letters[1], letters[3]].map((each) => Buffer.from(each?.value ?? [])),
    )
  })

  it('refuses a viewer who never sent an erase event, or whose erase event is not archived yet', async () => {
    await send(watchAt(VIEWER, 1))
    await archive()
    await send(eraseAt(10))
    await expect(erase()).rejects.toThrow(NotErasedError)
    await expect(erase(OTHER)).rejects.toThrow(/send one/)
    await archive()
    expect(await erase()).toMatchObject({ records: 1 })
  })
})
