import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openFolderObjectStore } from '@upnext/backends'
import { encodeViewerEvent } from '@upnext/contracts'
import { HistoryLostError, StoreUnavailableError, systemClock } from '@upnext/ports'
import type { ObjectStore, RecordBatch } from '@upnext/ports'
import { createFakeEventLog, generateEvents, seededRandom, tempFolder } from '@upnext/testkit'
import type { FakeEventLog, TempFolder } from '@upnext/testkit'
import { historyOf } from '../history.ts'
import { readHistory } from '../read-history.ts'
import { sliceOf } from '../slice.ts'
import { archiveStatus } from './archive-status.ts'
import { archiveTopic } from './archive-topic.ts'
import type { ArchiveTopicOptions } from './archive-topic.ts'
import { checkFiles } from './check-files.ts'
import { ArchiveCorruptError } from './errors.ts'
import { openArchive } from './open-archive.ts'

const TOPIC = 'upnext.viewer-events.v1'
const PARTITIONS = 6
const HOUR_MS = 3_600_000

let folder: TempFolder
let store: ObjectStore
let log: FakeEventLog
let appended = 0

beforeEach(async () => {
  folder = await tempFolder()
  store = await openFolderObjectStore({ folder: folder.path, clock: systemClock })
  log = createFakeEventLog([{ name: TOPIC, partitions: PARTITIONS }])
  appended = 0
})

afterEach(async () => {
  await log.close()
  await folder.remove()
})

async function append(count: number): Promise<void> {
  const events = generateEvents({ seed: 3, events: appended + count, stepMs: HOUR_MS }).slice(appended)
  appended += count
  await log.append(TOPIC, events.map(encodeViewerEvent))
}

function archive(options: Partial<ArchiveTopicOptions> = {}) {
  const limits = { maxRecords: 7, maxBytes: 100_000 }
  const signal = new AbortController().signal
  return archiveTopic({ log, store, topic: TOPIC, mayLose: false, signal, limits, ...options })
}

async function forgetAll(): Promise<void> {
  for (const [partition, { end }] of (await log.bounds(TOPIC)).entries()) log.forget(TOPIC, partition, end)
}

type Held = Readonly<{ partition: number; offset: number; key: Uint8Array; value: Uint8Array; headers: object }>

const lineOf = ({ partition, offset, key, value, headers }: Held): string =>
  [partition, offset, Buffer.from(key).toString(), Buffer.from(value).toString('hex'), JSON.stringify(headers)].join(
    ' ',
  )

async function readAll(mayLose = false): Promise<string[]> {
  const history = historyOf(log, store, mayLose)
  const read: string[] = []
  const onBatch = async (batch: RecordBatch): Promise<number> => {
    read.push(...batch.records.map((record) => lineOf({ partition: batch.partition, ...record })))
    return batch.nextOffset
  }
  const signal = new AbortController().signal
  await readHistory(history, { topic: TOPIC, slice: await sliceOf(history, TOPIC), onBatch, signal })
  return read.sort()
}

const everything = (): string[] => log.recordsOf(TOPIC).map(lineOf).sort()

/** Offsets that the names of files cover, and how often. */
async function coverage(): Promise<Map<string, number>> {
  const times = new Map<string, number>()
  for (const { name } of await store.list('')) {
    const [, partition, start, end] = /partition=(\d+)\/(\d+)-(\d+)\.parquet$/.exec(name) ?? []
    for (let at = Number(start); at < Number(end); at += 1) {
      const key = `${Number(partition)}/${at}`
      times.set(key, (times.get(key) ?? 0) + 1)
    }
  }
  return times
}

describe('archiveTopic', () => {
  it('copies everything once, run by run, and the log may forget it', async () => {
    await append(100)
    const first = await archive()
    expect(first).toMatchObject({ records: 100, lost: 0 })
    expect(await archive()).toMatchObject({ files: 0, records: 0 })
    await append(60)
    expect(await archive()).toMatchObject({ records: 60 })
    const all = everything()
    await forgetAll()
    await append(10)
    expect(await readAll()).toEqual([...all, ...everything()].sort())
    expect([...(await coverage()).values()].every((times) => times === 1)).toBe(true)
  })

  it('copies everything once, wherever it is killed', async () => {
    const random = seededRandom(5)
    await append(400)
    const all = everything()
    let kills = 0
    for (let done = false; !done;) {
      let writesLeft = random.int(0, 4)
      const deadly: ObjectStore = {
        ...store,
        async write(name, bytes) {
          if (writesLeft-- <= 0) throw new StoreUnavailableError('killed')
          await store.write(name, bytes)
        },
      }
      done = await archive({ store: deadly }).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(StoreUnavailableError)
          kills += 1
          return false
        },
      )
      if (kills % 5 === 0) expect(await readAll()).toEqual(all)
    }
    expect(kills).toBeGreaterThan(10)
    await forgetAll()
    expect(await readAll()).toEqual(all)
    expect([...(await coverage()).values()].every((times) => times === 1)).toBe(true)
  })

  it('gives up when it is asked to, and drops the file in hand', async () => {
    await append(100)
    const stop = new AbortController()
    const onProgress = (done: number): void => {
      if (done > 20) stop.abort(new Error('asked to stop'))
    }
    await expect(archive({ signal: stop.signal, onProgress })).rejects.toThrow('asked to stop')
    expect((await coverage()).size).toBeGreaterThan(20)
    expect((await coverage()).size).toBeLessThan(100)
    await archive()
    await forgetAll()
    expect(await readAll()).toHaveLength(100)
  })

  it('gives every record once where two archivers copied at once and cut in different places', async () => {
    await append(200)
    await Promise.all([archive(), archive({ limits: { maxRecords: 5, maxBytes: 100_000 } }), archive()])
    await append(50)
    const late = archive({ limits: { maxRecords: 11, maxBytes: 100_000 } })
    await Promise.all([late, archive()])
    const all = everything()
    await forgetAll()
    expect(await readAll()).toEqual(all)
    expect((await coverage()).size).toBe(250)
    expect(Math.max(...(await coverage()).values())).toBeGreaterThan(1)
  })

  it('copies only what is due', async () => {
    await append(100)
    await archive({ isDue: ({ partition }) => partition === 2 })
    const bounds = await openArchive(store).bounds(TOPIC, PARTITIONS)
    expect(bounds.map(({ end }) => end > 0)).toEqual([false, false, true, false, false, false])
  })

  it('refuses a log that has forgotten what was not archived, unless losing it is meant', async () => {
    await append(100)
    await archive()
    await append(100)
    const bounds = await log.bounds(TOPIC)
    const [archived] = await openArchive(store).bounds(TOPIC, PARTITIONS)
    const start = (archived?.end ?? 0) + 3
    log.forget(TOPIC, 0, start)
    await expect(archive()).rejects.toThrow(HistoryLostError)
    expect(await archive({ mayLose: true })).toMatchObject({ lost: 3 })
    expect(await archive()).toMatchObject({ files: 0, lost: 0 })
    expect(await archiveStatus(log, store, TOPIC)).toMatchObject({ lost: 3, behind: 0, missing: 0 })
    expect((await openArchive(store).bounds(TOPIC, PARTITIONS))[0]).toEqual({ start, end: bounds[0]?.end })
    const kept = everything()
    await forgetAll()
    await expect(readAll()).rejects.toThrow(HistoryLostError)
    expect(await readAll(true)).toEqual(expect.arrayContaining(kept))
    const lost = openArchive(store).read(TOPIC, 0, start - 1)
    await expect(lost[Symbol.asyncIterator]().next()).rejects.toThrow(HistoryLostError)
  })

  it('tells how far it is', async () => {
    await append(100)
    const before = await archiveStatus(log, store, TOPIC)
    expect(before).toEqual({
      topic: TOPIC,
      files: 0,
      bytes: 0,
      archived: 0,
      behind: 100,
      lost: 0,
      missing: 0,
      days: null,
    })
    const seen: number[] = []
    await archive({ onProgress: (done, of) => seen.push(done, of) })
    expect(seen.slice(0, 2)).toEqual([0, 100])
    expect(seen.slice(-2)).toEqual([100, 100])
    await append(5)
    const sizes = (await store.list('')).map(({ sizeBytes }) => sizeBytes)
    expect(await archiveStatus(log, store, TOPIC)).toMatchObject({
      files: sizes.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      archived: 100,
      behind: 5,
      days: { first: '2026-01-01', last: '2026-01-05' },
    })
  })
})

describe('an archive with a file that is missing or damaged', () => {
  let name: string
  let start: number
  let length: number

  beforeEach(async () => {
    await append(200)
    await archive()
    const names = (await store.list('')).map((found) => found.name).filter((each) => each.includes('partition=03'))
    name = names[1] ?? ''
    const [from, to] = (/(\d+)-(\d+)\.parquet$/.exec(name) ?? []).slice(1).map(Number)
    start = from ?? 0
    length = (to ?? 0) - start
  })

  it('is refused, and healed where the log still has the records', async () => {
    const all = everything()
    await store.remove(name)
    await expect(openArchive(store).bounds(TOPIC, PARTITIONS)).rejects.toThrow(ArchiveCorruptError)
    await expect(openArchive(store).bounds(TOPIC, PARTITIONS)).rejects.toThrow(
      new RegExp(`lacks ${length} offsets .*restore these files`),
    )
    expect((await archiveStatus(log, store, TOPIC)).missing).toBe(length)
    const reading = openArchive(store)
      .read(TOPIC, 3, start + 1)
      [Symbol.asyncIterator]()
    await expect(reading.next()).rejects.toThrow(ArchiveCorruptError)
    expect(await archive()).toMatchObject({ files: 1, records: length })
    await forgetAll()
    expect(await readAll()).toEqual(all)
  })

  it('is refused by the archiver where the log has forgotten them', async () => {
    await store.remove(name)
    await forgetAll()
    await expect(archive()).rejects.toThrow(ArchiveCorruptError)
  })

  it('is refused when a file goes while it is read', async () => {
    await forgetAll()
    const opened = openArchive(store)
    await opened.bounds(TOPIC, PARTITIONS)
    await store.remove(name)
    const reading = opened.read(TOPIC, 3, start)[Symbol.asyncIterator]()
    await expect(reading.next()).rejects.toThrow(/listed and is not there/)
  })

  it('is found by reading every file, before anybody needs it', async () => {
    const check = () => checkFiles({ store, topic: TOPIC, signal: new AbortController().signal })
    expect(await check()).toEqual([])
    const bytes = Buffer.from((await store.read(name)) ?? [])
    bytes[60] = (bytes[60] ?? 0) ^ 1
    await store.write(name, bytes)
    const other = (await store.list('')).find((each) => each.name.includes('partition=01'))?.name ?? ''
    await store.write(other, (await store.read(name)) ?? Buffer.of())
    const found = await check()
    expect(found.map((each) => each.name).sort()).toEqual([name, other].sort())
    expect(found.every(({ why }) => why !== '')).toBe(true)
    // Removed, they are copied again.
    await store.remove(name)
    await store.remove(other)
    expect(await archive()).toMatchObject({ files: 2 })
    expect(await check()).toEqual([])
  })

  it('is refused when a file was cut or stands under another name', async () => {
    const bytes = (await store.read(name)) ?? Buffer.of()
    await store.write(name, bytes.subarray(0, bytes.length - 10))
    await forgetAll()
    await expect(readAll()).rejects.toThrow(ArchiveCorruptError)
    await store.write(name, bytes)
    await readAll()
    await store.write(name.replace(/\w+\.parquet$/, 'copy.parquet'), bytes)
    await expect(readAll()).rejects.toThrow(/copy.parquet is no file of the archive/)
  })
})
