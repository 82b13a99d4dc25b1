/** A broker that is there and says nothing: connections stay open, and nobody is told that they are dead. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { LogUnavailableError } from '@upnext/ports'
import type { EventLog } from '@upnext/ports'
import { startProxiedKafka, waitUntil } from '@upnext/testkit'
import type { ProxiedKafka } from '@upnext/testkit'
import { createKafkaClient } from '../client.ts'
import { openKafkaLog } from '../event-log.ts'
import { oneForEach } from '../testing/a-topic.ts'
import { ensureKafkaTopics } from '../topics.ts'

const TOPICS = [{ name: 'topic', partitions: 4 }]
/** A process has so long to stop. */
const STOP_MS = 8_000

let servers: ProxiedKafka
const open: EventLog[] = []

beforeAll(async () => {
  servers = await startProxiedKafka()
  await ensureKafkaTopics({ brokers: [servers.kafka.brokers], clientId: 'test', topics: TOPICS })
}, 120_000)
afterEach(async () => {
  await servers.proxy.heal()
  servers.proxy.reset()
  await Promise.all(open.splice(0).map((log) => log.close()))
})
afterAll(() => servers.stop())

describe('a network that is cut without a word', () => {
  it('does not stop reading for good', async () => {
    const { log, direct } = await logs()
    const read = new Set<string>()
    const crashes: Error[] = []
    await log.follow('topic', [], {
      async onBatch(batch) {
        for (const { value } of batch.records) read.add(`${batch.partition} ${Buffer.from(value).toString()}`)
        return batch.nextOffset
      },
      onCrash: (error) => void crashes.push(error),
    })
    const readAll = (value: string) => TOPICS[0]?.partitions === [...read].filter((r) => r.endsWith(` ${value}`)).length
    await direct.append('topic', oneForEach(4, 'before'))
    await waitUntil(() => readAll('before'), { message: 'reading has begun' })

    servers.proxy.cut()
    await direct.append('topic', oneForEach(4, 'meanwhile'))
    const swallowed = (): number => servers.proxy.lost().answers + servers.proxy.lost().requests
    await waitUntil(() => swallowed() > 0, { message: 'it is cut' })
    // What is healed is the network: the old connections stay dead, and nobody says so.
    await servers.proxy.heal()
    await waitUntil(() => readAll('meanwhile'), { message: 'reading goes on', timeoutMs: 20_000 })
    expect(crashes).toEqual([])
  }, 60_000)

  it('does not stop appending for good', async () => {
    const { log } = await logs()
    await log.append('topic', oneForEach(4, 'before'))
    servers.proxy.cut()
    await expect(log.append('topic', oneForEach(4, 'meanwhile'))).rejects.toThrow(LogUnavailableError)
    await servers.proxy.heal()
    await waitUntil(async () => (await log.append('topic', oneForEach(4, 'after'))).length === 4, {
      message: 'appends are taken again',
      timeoutMs: 20_000,
    })
  }, 60_000)
})

describe('closing while the broker does not answer', () => {
  it('ends all the same', async () => {
    const { log, direct } = await logs()
    let batches = 0
    const onBatch = async (batch: { nextOffset: number }) => ((batches += 1), batch.nextOffset)
    await log.follow('topic', [], { onBatch })
    await log.share('topic', 'group', { onBatch, position: async () => 0 })
    await log.append('topic', oneForEach(4, 'before'))
    await waitUntil(() => batches >= 8, { message: 'both read' })
    servers.proxy.cut()
    const lost = log.append('topic', oneForEach(4, 'lost')).catch((error: unknown) => error)
    const before = performance.now()
    await log.close()
    expect(performance.now() - before).toBeLessThan(STOP_MS)
    expect(await lost).toBeInstanceOf(LogUnavailableError)
    const offered = batches
    await servers.proxy.heal()
    await direct.append('topic', oneForEach(4, 'after'))
    expect(batches).toBe(offered)
  }, 60_000)

  it('control: takes longer than a process has with a bare consumer', async () => {
    const connection = { brokers: [servers.proxy.address], clientId: 'bare' }
    const consumer = createKafkaClient(connection).consumer({ groupId: 'bare' })
    await consumer.connect()
    await consumer.subscribe({ topics: ['topic'], fromBeginning: true })
    let batches = 0
    await consumer.run({ eachBatch: async () => void (batches += 1) })
    await waitUntil(() => batches > 0, { message: 'it reads' })
    servers.proxy.cut()
    const before = performance.now()
    const disconnecting = consumer.disconnect()
    await Promise.race([
      disconnecting,
      waitUntil(() => performance.now() - before > STOP_MS, { message: 'time', timeoutMs: 20_000 }),
    ])
    const took = performance.now() - before
    await servers.proxy.heal()
    servers.proxy.reset()
    await disconnecting
    expect(took).toBeGreaterThanOrEqual(STOP_MS)
  }, 60_000)
})

/** One log through the proxy, and one past it. */
async function logs(): Promise<{ log: EventLog; direct: EventLog }> {
  const log = await openKafkaLog({
    brokers: [servers.proxy.address],
    clientId: 'proxied',
    topics: TOPICS,
    appendMs: 1_000,
  })
  open.push(log)
  const direct = await openKafkaLog({ brokers: [servers.kafka.brokers], clientId: 'direct', topics: TOPICS })
  open.push(direct)
  return { log, direct }
}
