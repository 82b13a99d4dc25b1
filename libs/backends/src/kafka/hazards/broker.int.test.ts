/** Hazards that only a real broker shows. Named after what is prevented. */
import { afterEach, describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import { LogUnavailableError, RecordUnreadableError, TopicMismatchError } from '@upnext/ports'
import type { EventLog, TopicSpec } from '@upnext/ports'
import { randomNamespace, testKafka, waitUntil } from '@upnext/testkit'
import { openAdmin } from '../admin.ts'
import { createKafkaClient } from '../client.ts'
import { openKafkaLog } from '../event-log.ts'
import { createSender } from '../sender.ts'
import { oneForEach, someRecords } from '../testing/a-topic.ts'
import { ensureKafkaTopics } from '../topics.ts'

const CONNECTION = { brokers: [testKafka()], clientId: 'hazards' }
const MAX_BYTES = 1_048_576

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe('a record for a partition that does not exist', () => {
  it('is not confirmed', async () => {
    const topic = await aTopic(1)
    const kafka = createKafkaClient(CONNECTION)
    const sender = createSender({
      createProducer: () => kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner }),
    })
    cleanups.push(() => sender.close())
    const believed = { ...topic, partitions: 50 }
    await expect(sender.append(believed, someRecords('v', 1))).rejects.toThrow(/did not confirm/)
  })

  it('control: is confirmed with nothing by a bare sendBatch, and is gone', async () => {
    const topic = await aTopic(1)
    const producer = createKafkaClient(CONNECTION).producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    cleanups.push(() => producer.disconnect())
    const messages = [{ partition: 7, value: 'lost' }]
    expect(await producer.sendBatch({ topicMessages: [{ topic: topic.name, messages }], acks: -1 })).toEqual([])
    const log = await opened(topic)
    expect(await log.bounds(topic.name)).toEqual([{ start: 0, end: 0 }])
  })
})

describe('records of another producer', () => {
  it('are read where they are compressed with gzip', async () => {
    const topic = await aTopic(1, { 'compression.type': 'gzip' })
    const log = await opened(topic)
    await log.append(topic.name, someRecords('v', 50))
    const { values } = await follow(log, topic)
    await waitUntil(() => values.length === 50, { message: 'all are read' })
  })

  it('end reading, with a reason, where the codec is not known', async () => {
    const topic = await aTopic(1, { 'compression.type': 'lz4' })
    const log = await opened(topic)
    await log.append(topic.name, someRecords('v', 50))
    const { values, crashes } = await follow(log, topic)
    await waitUntil(() => crashes.length > 0, { message: 'reading ends', timeoutMs: 20_000 })
    expect([values, crashes]).toEqual([[], [expect.any(RecordUnreadableError)]])
    expect(crashes[0]?.message).toMatch(/compressed in a way that is not known here .*set compression\.type=gzip/)
  })

  it('end reading, with a reason, where they are damaged', async () => {
    const { topic, log } = await aDamagedTopic()
    const { values, crashes } = await follow(log, topic)
    await waitUntil(() => crashes.length > 0, { message: 'reading ends', timeoutMs: 20_000 })
    expect([values, crashes]).toEqual([[], [expect.any(RecordUnreadableError)]])
    expect(crashes[0]?.message).toContain('incorrect header check')
  })

  it('control: restart a bare consumer for ever where they are damaged', async () => {
    const { topic } = await aDamagedTopic()
    const kafka = new kafkajs.Kafka({ ...CONNECTION, logLevel: kafkajs.logLevel.NOTHING })
    const retry = { initialRetryTime: 10, retries: 1 }
    const consumer = kafka.consumer({ groupId: `${topic.name}.bare`, maxWaitTimeInMs: 100, retry })
    let restarts = 0
    consumer.on(consumer.events.CRASH, ({ payload }) => void (restarts += payload.restart ? 1 : 0))
    await consumer.connect()
    cleanups.push(() => consumer.disconnect())
    await consumer.subscribe({ topics: [topic.name], fromBeginning: true })
    await consumer.run({ eachBatch: async () => undefined })
    await waitUntil(() => restarts > 5, { message: 'it restarts again and again', timeoutMs: 20_000 })
  })
})

describe('a record as large as the log takes', () => {
  it('does not stall its partition, whose fetches have the same limit', async () => {
    const topic = await aTopic(1)
    const log = await opened(topic)
    const value = Buffer.alloc(MAX_BYTES - 1, 'x')
    for (let i = 0; i < 3; i++) {
      await log.append(topic.name, [{ key: Buffer.from('k'), value }])
      await log.append(topic.name, [{ key: Buffer.from('k'), value: Buffer.from(`small ${i}`) }])
    }
    const { values } = await follow(log, topic)
    await waitUntil(() => values.length === 6, { message: 'all are read' })
    expect(values.filter((v) => v.length < 20)).toEqual(['small 0', 'small 1', 'small 2'])
  })
})

describe('a topic that is given more partitions while it is read', () => {
  it('ends reading, where it would have begun to read foreign records', async () => {
    const topic = await aTopic(2)
    const log = await opened(topic)
    const group = `${topic.name}.group`
    const crashes: Error[] = []
    const held: number[] = []
    const member = {
      position: async () => 0,
      onBatch: async (batch: { nextOffset: number }) => batch.nextOffset,
      onAssigned: (partitions: readonly number[]) => void held.push(partitions.length),
      onCrash: (error: Error) => void crashes.push(error),
    }
    await log.share(topic.name, group, member)
    await waitUntil(() => held.at(-1) === 2, { message: 'the member holds both' })
    const admin = await openAdmin(CONNECTION)
    await admin.client.createPartitions({ topicPartitions: [{ topic: topic.name, count: 4 }] })
    await admin.close()
    // Another member, which knows the new ones, makes the group divide them.
    const late = await openKafkaLog({ ...CONNECTION, topics: [{ ...topic, partitions: 4 }] })
    cleanups.push(() => late.close())
    await late.share(topic.name, group, { ...member, onCrash: () => undefined, onAssigned: () => undefined })
    await late.append(topic.name, oneForEach(4, 'v'))
    await log.follow(topic.name, [], { onBatch: member.onBatch, onCrash: member.onCrash })
    await waitUntil(() => crashes.length > 0, { message: 'reading ends', timeoutMs: 20_000 })
    expect(crashes[0]).toBeInstanceOf(TopicMismatchError)
  })

  it('is refused by the next start', async () => {
    const topic = await aTopic(2)
    await expect(openKafkaLog({ ...CONNECTION, topics: [{ ...topic, partitions: 1 }] })).rejects.toThrow(
      TopicMismatchError,
    )
  })
})

describe('a broker that is not there', () => {
  it('ends an append in time', async () => {
    const kafka = createKafkaClient({ brokers: ['127.0.0.1:1'], clientId: 'hazards' })
    const sender = createSender({ createProducer: () => kafka.producer(), appendMs: 300 })
    cleanups.push(() => sender.close())
    await expect(sender.append({ name: 't', partitions: 1 }, someRecords('v', 1))).rejects.toThrow(LogUnavailableError)
  })
})

async function aTopic(partitions: number, settings: Readonly<Record<string, string>> = {}): Promise<TopicSpec> {
  const topic = { name: randomNamespace(), partitions }
  const admin = await openAdmin(CONNECTION)
  cleanups.push(async () => {
    await admin.client.deleteTopics({ topics: [topic.name] })
    await admin.close()
  })
  const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }))
  if (configEntries.length > 0) {
    await admin.client.createTopics({
      waitForLeaders: false,
      topics: [{ topic: topic.name, numPartitions: partitions, configEntries }],
    })
  }
  await ensureKafkaTopics({ ...CONNECTION, topics: [topic] })
  await waitUntil(() => admin.bounds(topic.name), { message: 'the topic is there' })
  return topic
}

/** Nobody can write such a record through a broker, which looks at what it takes: so reading gzip is broken instead. */
async function aDamagedTopic(): Promise<{ topic: TopicSpec; log: EventLog }> {
  const topic = await aTopic(1, { 'compression.type': 'gzip' })
  const log = await opened(topic)
  await log.append(topic.name, someRecords('v', 50))
  const codecs = kafkajs.CompressionCodecs
  const gzip = codecs[kafkajs.CompressionTypes.GZIP]
  codecs[kafkajs.CompressionTypes.GZIP] = () => ({
    decompress: () => Promise.reject(new Error('incorrect header check')),
  })
  cleanups.push(async () => (codecs[kafkajs.CompressionTypes.GZIP] = gzip))
  return { topic, log }
}

async function opened(topic: TopicSpec): Promise<EventLog> {
  const log = await openKafkaLog({ ...CONNECTION, topics: [topic] })
  cleanups.push(() => log.close())
  return log
}

async function follow(log: EventLog, topic: TopicSpec): Promise<{ values: string[]; crashes: Error[] }> {
  const values: string[] = []
  const crashes: Error[] = []
  await log.follow(topic.name, [], {
    async onBatch(batch) {
      values.push(...batch.records.map(({ value }) => Buffer.from(value).toString()))
      return batch.nextOffset
    },
    onCrash: (error) => void crashes.push(error),
  })
  return { values, crashes }
}
