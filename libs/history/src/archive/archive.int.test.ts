/** The archive of a real log: what Kafka has deleted is read from the archive, and nothing is read twice. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, openFolderObjectStore, openKafkaLog } from '@upnext/backends'
import { encodeViewerEvent } from '@upnext/contracts'
import { HistoryLostError, systemClock } from '@upnext/ports'
import type { EventLog, NewRecord, ObjectStore, RecordBatch, TopicSpec } from '@upnext/ports'
import { generateEvents, randomNamespace, tempFolder, testKafka } from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import kafkajs from 'kafkajs'
import type { Admin } from 'kafkajs'
import { historyOf } from '../history.ts'
import { readHistory } from '../read-history.ts'
import { sliceOf } from '../slice.ts'
import { archiveTopic } from './archive-topic.ts'

const PARTITIONS = 6
const EVENTS = generateEvents({ seed: 9, events: 6000, viewers: 200, stepMs: 60_000 }).map(encodeViewerEvent)
/** Keys, values and headers that are no text and no event. */
const ODD: NewRecord[] = Array.from({ length: 40 }, (_, n) => ({
  key: Buffer.of(0xff, n),
  value: Buffer.of(0, 0xfe, n),
  headers: { ümlaut: 'ß'.repeat(n) },
}))

describe('the archive of a log on Kafka', () => {
  let topic: TopicSpec
  let folder: TempFolder
  let store: ObjectStore
  let log: EventLog
  let admin: Admin

  beforeEach(async () => {
    folder = await tempFolder()
    store = await openFolderObjectStore({ folder: folder.path, clock: systemClock })
    // Another each time: a broker may list one for a moment that has just been deleted.
    topic = { name: `${randomNamespace()}.upnext.viewer-events.v1`, partitions: PARTITIONS }
    const connection = { brokers: [testKafka()], clientId: 'test' }
    await ensureKafkaTopics({ ...connection, topics: [topic] })
    log = await openKafkaLog({ ...connection, topics: [topic] })
    admin = new kafkajs.Kafka({ ...connection, logLevel: kafkajs.logLevel.NOTHING }).admin()
    await admin.connect()
  })

  afterEach(async () => {
    await log.close()
    await admin.deleteTopics({ topics: [topic.name] })
    await admin.disconnect()
    await folder.remove()
  })

  async function append(records: readonly NewRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += 500) await log.append(topic.name, records.slice(at, at + 500))
  }

  const archive = (mayLose = false) => {
    const limits = { maxRecords: 200, maxBytes: 1_000_000 }
    return archiveTopic({ log, store, topic: topic.name, mayLose, signal: new AbortController().signal, limits })
  }

  async function deleteBefore(offsets: readonly number[]): Promise<void> {
    const partitions = offsets.map((offset, partition) => ({ partition, offset: String(offset) }))
    // KafkaJS knows the leaders of a topic only once it was asked about it.
    await admin.fetchTopicOffsets(topic.name)
    await admin.deleteTopicRecords({ topic: topic.name, partitions })
  }

  const ends = async (): Promise<number[]> => (await log.bounds(topic.name)).map(({ end }) => end)
  const lineOf = ({ key, value, headers = {} }: NewRecord): string =>
    [Buffer.from(key).toString('hex'), Buffer.from(value).toString('hex'), JSON.stringify(headers)].join(' ')

  async function readAll(): Promise<string[]> {
    const history = historyOf(log, store, false)
    const lines: string[] = []
    const offsets = new Map<number, number>()
    const onBatch = async ({ partition, records, nextOffset }: RecordBatch): Promise<number> => {
      for (const record of records) {
        expect(record.offset).toBe(offsets.get(partition) ?? 0)
        offsets.set(partition, record.offset + 1)
        lines.push(lineOf(record))
      }
      return nextOffset
    }
    const signal = new AbortController().signal
    await readHistory(history, { topic: topic.name, slice: await sliceOf(history, topic.name), onBatch, signal })
    return lines.sort()
  }

  it('gives everything back that Kafka has deleted, and goes on with what Kafka still has', async () => {
    await append([...EVENTS.slice(0, 4000), ...ODD])
    expect(await archive()).toMatchObject({ records: 4040, lost: 0 })
    await deleteBefore(await ends())
    await append(EVENTS.slice(4000, 5000))
    expect(await readAll()).toEqual([...EVENTS.slice(0, 5000), ...ODD].map(lineOf).sort())

    // The archive catches up, and Kafka deletes up to somewhere inside of it.
    expect(await archive()).toMatchObject({ records: 1000 })
    const archived = await ends()
    await append(EVENTS.slice(5000))
    await deleteBefore(archived.map((end) => end - 17))
    expect(await readAll()).toEqual([...EVENTS, ...ODD].map(lineOf).sort())
  })

  it('refuses what Kafka has deleted before it was archived', async () => {
    await append(EVENTS.slice(0, 2000))
    await archive()
    const archived = await ends()
    await append(EVENTS.slice(2000, 4000))
    await deleteBefore(archived.map((end) => end + 5))
    await expect(archive()).rejects.toThrow(HistoryLostError)
    await expect(archive()).rejects.toThrow(/deleted 30 records/)
    expect(await archive(true)).toMatchObject({ records: 2000 - 30, lost: 30 })
    await deleteBefore(await ends())
    await expect(readAll()).rejects.toThrow(HistoryLostError)
  })
})
