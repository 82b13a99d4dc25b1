/** What KafkaJS producers have been seen to do, played by a stub, and what becomes of it. Named after what is prevented. */
import { afterEach, describe, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import type { ProducerBatch, RecordMetadata } from 'kafkajs'
import { LogUnavailableError } from '@upnext/ports'
import { waitUntil } from '@upnext/testkit'
import { toMessage } from '../record.ts'
import { createSender } from '../sender.ts'
import type { Sender, SenderOptions } from '../sender.ts'
import { someRecords } from '../testing/a-topic.ts'

const TOPIC = { name: 'topic', partitions: 4 }

const open: Sender[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((sender) => sender.close()))
})

describe('requests that overtake one another', () => {
  it('do not happen: one is under way at a time, in the order of appending', async () => {
    const broker = stubBroker()
    const sender = aSender(broker)
    await Promise.all(Array.from({ length: 50 }, (_, i) => sender.append(TOPIC, someRecords(`${i}.`, 40))))
    expect(broker.mostAtOnce).toBe(1)
    expect(broker.requests).toBeGreaterThan(2)
    const ofOneKey = broker.values.filter((value) => value.endsWith('.7'))
    expect(ofOneKey).toEqual(Array.from({ length: 50 }, (_, i) => `${i}.7`))
  })

  it('control: happen with a bare producer', async () => {
    const broker = stubBroker()
    const producer = broker.createProducer()
    const send = (i: number) =>
      producer.sendBatch({ topicMessages: [{ topic: 'topic', messages: [{ partition: 0, value: `${i}` }] }] })
    await Promise.all(Array.from({ length: 50 }, (_, i) => send(i)))
    expect(broker.mostAtOnce).toBeGreaterThan(1)
  })
})

describe('a record that is sent again', () => {
  it('goes to the same partition', () => {
    const [record] = someRecords('v', 1)
    const partitioner = kafkajs.Partitioners.DefaultPartitioner()
    const choose = (message: object) =>
      partitioner({ topic: 'topic', partitionMetadata: partitions(8), message: { value: null, ...message } })
    const message = record === undefined ? {} : toMessage(record, 5)
    expect(new Set(Array.from({ length: 20 }, () => choose(message)))).toEqual(new Set([5]))
    // Control: KafkaJS partitions anew at every try, and a record without a key goes elsewhere.
    expect(new Set(Array.from({ length: 20 }, () => choose({}))).size).toBeGreaterThan(1)
  })
})

describe('a producer whose connection timed out', () => {
  it('is replaced', async () => {
    const broker = stubBroker()
    const sender = aSender(broker)
    broker.breakProducer(new Error('ETIMEDOUT'))
    for (let i = 0; i < 3; i++)
      await expect(sender.append(TOPIC, someRecords('lost', 1))).rejects.toThrow(LogUnavailableError)
    expect(await sender.append(TOPIC, someRecords('kept', 1))).toHaveLength(1)
    expect([broker.producers, broker.values]).toEqual([2, ['kept0']])
  })

  it('control: stays broken by itself', async () => {
    const broker = stubBroker()
    const producer = broker.createProducer()
    broker.breakProducer(new Error('ETIMEDOUT'))
    const send = () => producer.sendBatch({ topicMessages: [] })
    for (let i = 0; i < 10; i++) await expect(send()).rejects.toThrow('ETIMEDOUT')
  })

  it('is replaced where it could not even connect', async () => {
    const broker = stubBroker()
    broker.refuseConnections(1)
    const sender = aSender(broker)
    await expect(sender.append(TOPIC, someRecords('lost', 1))).rejects.toThrow(LogUnavailableError)
    expect(await sender.append(TOPIC, someRecords('kept', 1))).toHaveLength(1)
    expect(broker.producers).toBe(2)
  })
})

describe('a request that is never answered', () => {
  it('holds up neither its append nor later ones', async () => {
    const broker = stubBroker()
    const sender = aSender(broker, { appendMs: 40, requestMs: 100 })
    broker.hang()
    await expect(sender.append(TOPIC, someRecords('lost', 1))).rejects.toThrow(
      'within 40 ms; the records may still arrive',
    )
    broker.heal()
    await waitUntil(async () => (await sender.append(TOPIC, someRecords('kept', 1))).length === 1, {
      message: 'appends are taken again',
    })
  })

  it('does not hold up closing', async () => {
    const broker = stubBroker()
    const sender = aSender(broker, { appendMs: 100, requestMs: 1_000 })
    broker.hang()
    const lost = sender.append(TOPIC, someRecords('lost', 1))
    const before = performance.now()
    await Promise.all([expect(lost).rejects.toThrow(LogUnavailableError), sender.close()])
    expect(performance.now() - before).toBeLessThan(2_000)
  })
})

describe('a partition that failed', () => {
  it('fails the appends that have records in it, and no others', async () => {
    const broker = stubBroker()
    const sender = aSender(broker)
    broker.failPartition(2)
    const outcomes = await Promise.allSettled(someRecords('v', 40).map((record) => sender.append(TOPIC, [record])))
    const confirmed = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
    expect(confirmed.length).toBeGreaterThan(20)
    expect(confirmed.every(({ partition }) => partition !== 2)).toBe(true)
    expect(outcomes.filter(({ status }) => status === 'rejected')).not.toEqual([])
  })
})

function aSender({ createProducer }: StubBroker, options: Partial<SenderOptions> = {}): Sender {
  const sender = createSender({ createProducer, lingerMs: 1, ...options })
  open.push(sender)
  return sender
}

interface StubBroker extends Pick<SenderOptions, 'createProducer'> {
  /** Values in the order in which they were taken. */
  readonly values: string[]
  readonly requests: number
  readonly mostAtOnce: number
  readonly producers: number
  /** Every request of the producer that is there fails from now on. */
  breakProducer(error: Error): void
  refuseConnections(times: number): void
  failPartition(partition: number): void
  /** Requests are never answered, and nor are disconnects. */
  hang(): void
  heal(): void
}

function stubBroker(): StubBroker {
  const ends = new Map<number, number>()
  const state = {
    values: [] as string[],
    requests: 0,
    mostAtOnce: 0,
    producers: 0,
    underWay: 0,
    hanging: false,
    refusals: 0,
    failing: -1,
    broken: new Map<number, Error>(),
  }
  const never = new Promise<never>(() => undefined)

  async function take({ topicMessages = [] }: ProducerBatch): Promise<RecordMetadata[]> {
    const touched = new Map<number, string>()
    for (const { value, partition = 0 } of topicMessages.flatMap(({ messages }) => messages)) {
      const end = ends.get(partition) ?? 0
      if (!touched.has(partition)) touched.set(partition, String(end))
      ends.set(partition, end + 1)
      state.values.push(String(value))
    }
    return [...touched].map(([partition, baseOffset]) => ({
      topicName: 'topic',
      partition,
      errorCode: partition === state.failing ? 5 : 0,
      baseOffset,
    }))
  }

  return Object.assign(state, {
    createProducer() {
      const number = (state.producers += 1)
      return {
        connect: async () => {
          if (state.refusals-- > 0) throw new Error('ECONNREFUSED')
        },
        async sendBatch(batch: ProducerBatch) {
          state.requests += 1
          state.underWay += 1
          state.mostAtOnce = Math.max(state.mostAtOnce, state.underWay)
          try {
            await new Promise(setImmediate)
            if (state.hanging) await never
            const error = state.broken.get(number)
            if (error !== undefined) throw error
            return await take(batch)
          } finally {
            state.underWay -= 1
          }
        },
        disconnect: () => (state.hanging ? never : Promise.resolve()),
      }
    },
    breakProducer: (error: Error) => void state.broken.set(state.producers, error),
    refuseConnections: (times: number) => void (state.refusals = times),
    failPartition: (partition: number) => void (state.failing = partition),
    hang: () => void (state.hanging = true),
    heal: () => void (state.hanging = false),
  })
}

function partitions(count: number) {
  return Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [1],
    isr: [1],
  }))
}
