/** `upnext archive` as operators run it, in processes of its own that are killed at any moment. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, openEmbedded, openFolderObjectStore, openKafkaLog } from '@upnext/backends'
import { encodeViewerEvent, topicsOf, viewerKey } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import { openArchive } from '@upnext/history'
import { systemClock } from '@upnext/ports'
import type { EventLog, NewRecord, ObjectStore } from '@upnext/ports'
import {
  anEvent,
  generateEvents,
  randomNamespace,
  runUpnext,
  seededRandom,
  startUpnext,
  tempFolder,
  testKafka,
  waitUntil,
} from '@upnext/testkit'
import type { Environment, TempFolder } from '@upnext/testkit'

const NAMESPACE = randomNamespace()
const SECRET = Buffer.from('ab'.repeat(16), 'hex')
const VIEWER = viewerKey({ secret: SECRET, namespace: NAMESPACE }, '42')
const ERASED_MS = Date.UTC(2026, 0, 3)
const KILLS = 3

const EVENTS = [
  ...generateEvents({ seed: 4, events: 12_000, viewers: 500, stepMs: 30_000 }).map(encodeViewerEvent),
  ...[1, 2, 4, 5].map((day) => encodeViewerEvent(anEvent({ viewer: VIEWER, occurredAtMs: Date.UTC(2026, 0, day) }))),
]
const ERASE = encodeViewerEvent(
  anEvent({
    viewer: VIEWER,
    occurredAtMs: ERASED_MS,
    receivedAtMs: Date.UTC(2026, 0, 6),
    kind: { $case: 'erase', value: { throughMs: ERASED_MS } },
  }),
)

interface Where {
  readonly env: Environment
  open(topics: Topics): Promise<{ log: EventLog; close(): Promise<void> }>
}

const PLACES: readonly (readonly [string, (data: string) => Where])[] = [
  [
    'an embedded log',
    (data) => ({
      env: { UPNEXT_BACKEND: 'embedded', UPNEXT_DATA: data },
      open: (topics) => openEmbedded({ folder: data, topics: Object.values(topics), namespace: NAMESPACE }),
    }),
  ],
  [
    'a log on Kafka',
    () => ({
      env: { UPNEXT_BACKEND: 'kafka-redis', UPNEXT_KAFKA_BROKERS: testKafka() },
      async open(topics) {
        const options = { brokers: [testKafka()], clientId: 'test', topics: Object.values(topics) }
        await ensureKafkaTopics(options)
        const log = await openKafkaLog(options)
        return { log, close: () => log.close() }
      },
    }),
  ],
]

describe.each(PLACES)('the archive of %s', (_, whereOf) => {
  const topics = topicsOf(NAMESPACE)
  const { name: topic, partitions } = topics.viewerEvents
  let folder: TempFolder
  let archive: string
  let store: ObjectStore
  let opened: { log: EventLog; close(): Promise<void> }
  let env: Environment

  beforeAll(async () => {
    folder = await tempFolder()
    archive = join(folder.path, 'archive')
    store = await openFolderObjectStore({ folder: archive, clock: systemClock })
    const where = whereOf(join(folder.path, 'data'))
    env = {
      ...where.env,
      UPNEXT_NAMESPACE: NAMESPACE,
      UPNEXT_ARCHIVE: archive,
      UPNEXT_VIEWER_SECRET: SECRET.toString('hex'),
    }
    opened = await where.open(topics)
    for (let at = 0; at < EVENTS.length; at += 500) await opened.log.append(topic, EVENTS.slice(at, at + 500))
  })

  afterAll(async () => {
    await opened.close()
    await folder.remove()
  })

  const lineOf = ({ key, value, headers = {} }: NewRecord): string =>
    [Buffer.from(key).toString(), Buffer.from(value).toString('hex'), JSON.stringify(headers)].join(' ')

  /** Everything in the archive alone. Every file of it is read whole, and each offset comes once. */
  async function archived(): Promise<string[]> {
    const reader = openArchive(store)
    const lines: string[] = []
    for (const [partition, { start, end }] of (await reader.bounds(topic, partitions)).entries()) {
      expect(start).toBe(0)
      const offsets: number[] = []
      for await (const { records } of reader.read(topic, partition, 0)) {
        offsets.push(...records.map(({ offset }) => offset))
        lines.push(...records.map(lineOf))
      }
      expect(offsets).toEqual(Array.from({ length: end }, (_, at) => at))
    }
    return lines.sort()
  }

  const filesAside = (): number => {
    const aside = join(archive, '.aside')
    return existsSync(aside) ? readdirSync(aside).length : 0
  }

  it('has no gap, no half file and nothing twice, wherever its archiver is killed', async () => {
    const random = seededRandom(8)
    const sent = new Set(EVENTS.map(lineOf))
    let halfWay = 0
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = (await store.list('')).length
      const aside = filesAside()
      const more = random.int(1, 25)
      const child = await startUpnext(['archive', 'run'], env)
      const inTheMiddle = kill % 2 === 0
      await waitUntil(
        async () =>
          child.exit() !== null ||
          ((await store.list('')).length >= before + more && (!inTheMiddle || filesAside() > aside)),
        { message: 'the archiver to be at work', timeoutMs: 40_000, intervalMs: 1 },
      )
      await child.stop('SIGKILL')
      const lines = await archived()
      expect(new Set(lines).size).toBe(lines.length)
      expect(lines.every((line) => sent.has(line))).toBe(true)
      if (lines.length > 0 && lines.length < EVENTS.length) halfWay += 1
    }
    expect(halfWay).toBeGreaterThan(KILLS / 2)
    const last = await runUpnext(['archive', 'run', '--json'], env)
    expect(last).toMatchObject({ code: 0 })
    expect(await archived()).toEqual([...sent].sort())
    // What was archived is not archived again.
    const names = await store.list('')
    expect((await runUpnext(['archive', 'run'], env)).code).toBe(0)
    expect(await store.list('')).toEqual(names)
  }, 300_000)

  it('says how far it is', async () => {
    const { code, stdout } = await runUpnext(['archive', 'status', '--json', '--topic', 'viewer-events'], env)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      topics: [{ topic, archived: EVENTS.length, behind: 0, lost: 0, missing: 0, days: { first: '2026-01-01' } }],
    })
    expect((await runUpnext(['archive', 'status'], env)).stdout).toMatch(/viewer-events +2026-01-01 to 2026-01-05/)
  })

  it('is read whole where that is asked for, and damage is named', async () => {
    expect((await runUpnext(['archive', 'status', '--check'], env)).code).toBe(0)
    const { name } = (await store.list('')).find((each) => each.name.endsWith('.parquet')) ?? { name: '' }
    const bytes = (await store.read(name)) ?? Buffer.of()
    await store.write(name, bytes.subarray(0, bytes.length / 2))
    const { code, stdout, stderr } = await runUpnext(['archive', 'status', '--check', '--json'], env)
    await store.write(name, bytes)
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('1 files are damaged') })
    expect(JSON.parse(stdout)).toMatchObject({ damaged: [{ name }] })
    const nowhere = await runUpnext(['archive', 'status', '--archive', join(folder.path, 'nowhere')], env)
    expect(nowhere.code).toBe(1)
    expect(nowhere.stderr).toContain('the folder is not there')
  }, 120_000)

  it('grows while a daemon runs, which leaves when it is told to', async () => {
    expect((await runUpnext(['archive', 'erase', '--viewer', '42'], env)).stderr).toContain('no erase event')
    const daemon = await startUpnext(['archive', 'run', '--every', '1s', '--hold', '0'], env, /archiving every 1 s/)
    await opened.log.append(topic, [ERASE])
    await waitUntil(async () => (await archived()).length === EVENTS.length + 1, {
      message: () => `the daemon to archive one more; it said: ${daemon.output()}`,
      timeoutMs: 30_000,
      intervalMs: 200,
    })
    expect(await daemon.stop('SIGTERM')).toEqual({ code: 0, signal: null })
    expect(daemon.stderr()).toContain('stopped')
  }, 120_000)

  it('lets go of a viewer who was erased', async () => {
    const { code, stdout, stderr } = await runUpnext(['archive', 'erase', '--viewer', '42', '--json'], env)
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ throughMs: ERASED_MS, records: 2 })
    const reader = openArchive(store)
    const left: string[] = []
    for (let partition = 0; partition < partitions; partition += 1) {
      for await (const { records } of reader.read(topic, partition, 0)) {
        left.push(...records.filter(({ key }) => Buffer.from(key).toString() === VIEWER).map(lineOf))
      }
    }
    expect(left.sort()).toEqual([...EVENTS.slice(-2), ERASE].map(lineOf).sort())
    expect((await runUpnext(['archive', 'erase', '--viewer', 'nobody'], env)).code).toBe(1)
  })

  it('is named before it is used', async () => {
    const { UPNEXT_ARCHIVE: _archive, ...without } = env
    const { code, stderr } = await runUpnext(['archive', 'run'], without)
    expect(code).toBe(1)
    expect(stderr).toContain('UPNEXT_ARCHIVE')
    expect((await runUpnext(['archive', 'run', '--topic', 'nothing'], env)).code).toBe(2)
  })
})
