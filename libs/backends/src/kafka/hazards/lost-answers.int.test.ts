/** Answers that are lost on their way: the broker has the records, and the client does not know. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import { LogUnavailableError } from '@upnext/ports'
import type { EventLog, Position } from '@upnext/ports'
import { startProxiedKafka, waitUntil } from '@upnext/testkit'
import type { ProxiedKafka } from '@upnext/testkit'
import { openKafkaLog } from '../event-log.ts'
import { ensureKafkaTopics } from '../topics.ts'

let servers: ProxiedKafka
const open: EventLog[] = []

beforeAll(async () => {
  servers = await startProxiedKafka()
}, 120_000)
afterEach(async () => {
  await servers.proxy.heal()
  servers.proxy.reset()
  await Promise.all(open.splice(0).map((log) => log.close()))
})
afterAll(() => servers.stop())

describe('an answer that is lost on its way', () => {
  it('loses no acknowledged record, and acknowledges none where it is not', async () => {
    const topics = await madeTopic('kept')
    const log = await opened({ brokers: [servers.proxy.address], clientId: 'proxied', topics, appendMs: 500 })
    const acknowledged = new Map<string, Position>()
    const append = async (value: string): Promise<void> => {
      const [position] = await log.append('kept', [{ key: Buffer.from('k'), value: Buffer.from(value) }])
      if (position !== undefined) acknowledged.set(value, position)
    }
    await append('first')
    for (const round of [1, 2, 3]) {
      const lost = servers.proxy.lost().answers
      servers.proxy.cut('answers')
      await expect(append(`unknown-${round}`)).rejects.toThrow(LogUnavailableError)
      expect(servers.proxy.lost().answers).toBeGreaterThan(lost)
      await servers.proxy.heal()
      servers.proxy.reset()
      await waitUntil(() => append(`known-${round}`).then(() => true), {
        message: 'appends are taken again',
        timeoutMs: 20_000,
      })
    }
    const kept = await valuesOf(topics)
    expect([...acknowledged.keys()]).toEqual(['first', 'known-1', 'known-2', 'known-3'])
    for (const [value, { nextOffset }] of acknowledged) expect(kept[nextOffset - 1]).toBe(value)
    // The records whose answer was lost are there: that is what makes the answer worth losing.
    for (const round of [1, 2, 3]) expect(kept).toContain(`unknown-${round}`)
  }, 60_000)

  it('control: loses an acknowledged record with the idempotent producer of KafkaJS', async () => {
    const topics = await madeTopic('doubled')
    const producer = new kafkajs.Kafka({
      brokers: [servers.proxy.address],
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { initialRetryTime: 2_000, retries: 5 },
    }).producer({ idempotent: true, createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
    await producer.connect()
    const send = (value: string) => producer.send({ topic: 'doubled', messages: [{ partition: 0, value }], acks: -1 })
    await send('first')
    const lost = servers.proxy.lost().answers
    servers.proxy.cut('answers')
    const a = send('A')
    await waitUntil(() => servers.proxy.lost().answers > lost, { message: 'the broker has answered' })
    await servers.proxy.heal()
    servers.proxy.reset()
    // A waits for its second try; B takes the numbers that A has used, and the broker takes it for a copy of A.
    await send('B')
    await a
    await producer.disconnect()
    expect(await valuesOf(topics)).toEqual(['first', 'A', 'A'])
  }, 60_000)
})

async function madeTopic(name: string) {
  const topics = [{ name, partitions: 1 }]
  await ensureKafkaTopics({ brokers: [servers.kafka.brokers], clientId: 'test', topics })
  return topics
}

async function opened(options: Parameters<typeof openKafkaLog>[0]): Promise<EventLog> {
  const log = await openKafkaLog(options)
  open.push(log)
  return log
}

/** All values of a topic of one partition, read past the proxy. */
async function valuesOf(topics: { readonly name: string; readonly partitions: number }[]): Promise<string[]> {
  const [{ name } = { name: '' }] = topics
  const log = await opened({ brokers: [servers.kafka.brokers], clientId: 'direct', topics })
  const [{ end } = { end: 0 }] = await log.bounds(name)
  const values: string[] = []
  await log.follow(name, [], {
    async onBatch(batch) {
      values.push(...batch.records.map(({ value }) => Buffer.from(value).toString()))
      return batch.nextOffset
    },
  })
  await waitUntil(() => values.length >= end, { message: () => `${end} records are read, so far ${values.length}` })
  return values
}
