/** What KafkaJS consumers have been seen to do, played by a stub, and what becomes of it. Named after what is prevented. */
import { afterEach, describe, expect, it } from '@jest/globals'
import { LogUnavailableError, PositionPastEndError, RecordUnreadableError, TopicMismatchError } from '@upnext/ports'
import type { PartitionBounds, RecordBatch, Subscription } from '@upnext/ports'
import { waitUntil } from '@upnext/testkit'
import { consume } from '../consume.ts'
import { RESTARTS } from '../restarts.ts'
import { STUB_TOPIC, createStubConsumer } from '../testing/stub-consumer.ts'
import type { StubConsumer, StubOptions } from '../testing/stub-consumer.ts'

const open: Subscription[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((subscription) => subscription.close()))
})

describe('a batch of a partition that was taken away', () => {
  it('is not applied', async () => {
    const { stub, batches } = await reading()
    stub.join(0, 1)
    await stub.deliver(1, [0])
    stub.join(0)
    await stub.deliver(1, [1])
    stub.emit('REBALANCING')
    await stub.deliver(0, [0])
    expect(batches.map(({ partition, nextOffset }) => [partition, nextOffset])).toEqual([[1, 1]])
  })

  it('is not resolved when it was in hand, and moves no position', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    const { stub, batches } = await reading({ onBatch: (batch) => held.then(() => batch.nextOffset) })
    stub.join(0)
    const delivered = stub.deliver(0, [0, 1])
    await waitUntil(() => batches.length === 1, { message: 'the batch is in hand' })
    stub.join(0)
    release()
    expect((await delivered).resolved).toEqual([])
    // The partition came back: its position is asked for anew, and not what the old batch made of it.
    const again = await stub.deliver(0, [0, 1])
    expect([batches[1]?.position, again.resolved]).toEqual([0, [1]])
  })
})

describe('a batch from elsewhere than was asked for', () => {
  it('is thrown away, and the position is sought', async () => {
    const { stub, batches } = await reading({ position: 5, end: 20 })
    stub.join(0)
    await stub.deliver(0, [0, 1])
    await stub.deliver(0, [9])
    expect(batches).toEqual([])
    expect(stub.sought).toEqual(new Array(3).fill({ partition: 0, offset: 5 }))
    await stub.deliver(0, [5])
    expect(batches.map(({ position }) => position)).toEqual([5])
  })

  it('is read where only marks of transactions lie between', async () => {
    const { stub, batches } = await reading({ position: 5, end: 20 })
    stub.join(0)
    for (let i = 0; i < 3; i++) await stub.deliver(0, [7])
    expect(batches.map(({ position, nextOffset }) => [position, nextOffset])).toEqual([[5, 8]])
  })

  it('is not read while the bounds that would clear it are not known', async () => {
    const { stub, batches, log } = await reading({ position: 5, end: 20 })
    stub.join(0)
    log.away = true
    for (let i = 0; i < 4; i++) await stub.deliver(0, [7])
    expect(batches).toEqual([])
    log.away = false
    await stub.deliver(0, [7])
    expect(batches).toHaveLength(1)
  })

  it('ends reading where the log was replaced by a shorter one', async () => {
    const { stub, batches, crashes, log } = await reading({ position: 5, end: 20 })
    stub.join(0)
    await stub.deliver(0, [5])
    log.bounds = [{ start: 0, end: 3 }]
    for (let i = 0; i < 3; i++) await stub.deliver(0, [0])
    expect(batches).toHaveLength(1)
    expect(crashes).toEqual([expect.any(PositionPastEndError)])
  })
})

describe('a consumer that silently stops', () => {
  it('ends reading, although its fetches go on', async () => {
    const { stub, crashes } = await reading({ end: 10, stallMs: 40 })
    stub.join(0)
    await waitUntil(() => (stub.emit('FETCH'), crashes.length > 0), { message: 'the stall is told' })
    expect(crashes).toEqual([expect.any(LogUnavailableError)])
    expect(crashes[0]?.message).toContain('nothing was read of topic for 40 ms')
  })

  it('control: is not heard of without the watchdog', async () => {
    const { stub, crashes } = await reading({ end: 10, stallMs: 600_000 })
    stub.join(0)
    const startedAt = performance.now()
    await waitUntil(() => (stub.emit('FETCH'), performance.now() - startedAt > 200), { message: 'time goes by' })
    expect(crashes).toEqual([])
  })

  it('is not suspected where nothing is left to be shown', async () => {
    const { stub, crashes, log } = await reading({ end: 10, stallMs: 20 })
    stub.join(0)
    // KafkaJS steps over marks of transactions without handing anything out.
    stub.emit('END_BATCH_PROCESS', { topic: STUB_TOPIC, partition: 0, batchSize: 0, lastOffset: '9' })
    const asked = log.asked
    await waitUntil(() => log.asked > asked + 12, { message: 'the watchdog looks' })
    expect(crashes).toEqual([])
  })
})

describe('a crash that KafkaJS will not restart from', () => {
  it('is told, once, with its reason', async () => {
    const { stub, crashes } = await reading()
    stub.join(0)
    for (let i = 0; i < 2; i++) stub.emit('CRASH', { error: kafkaError('TOPIC_AUTHORIZATION_FAILED'), restart: false })
    expect(crashes).toEqual([expect.any(LogUnavailableError)])
    expect(crashes[0]?.message).toBe('reading topic has ended: TOPIC_AUTHORIZATION_FAILED')
  })

  it('is told by another name where a record is damaged, or compressed in an unknown way', async () => {
    for (const [cause, words] of [
      [new Error('incorrect header check'), 'a record is damaged'],
      [kafkaError('Zstd compression not implemented', 'KafkaJSNotImplemented'), 'compression.type=gzip'],
    ] as const) {
      const { stub, crashes } = await reading()
      const error = Object.assign(kafkaError('gave up'), { cause })
      stub.emit('CRASH', { error, restart: false })
      expect(crashes).toEqual([expect.any(RecordUnreadableError)])
      expect(crashes[0]?.message).toContain(words)
    }
  })

  it('is not told where KafkaJS restarts', async () => {
    const { stub, crashes, batches } = await reading()
    stub.join(0)
    stub.emit('CRASH', { error: kafkaError('ECONNREFUSED'), restart: true })
    stub.join(0)
    await stub.deliver(0, [0])
    expect([crashes, batches.length]).toEqual([[], 1])
  })
})

describe('endless restarts', () => {
  it('end, also where the group is joined every time', async () => {
    const { stub, mayRestart } = await reading()
    const allowed = Array.from({ length: RESTARTS + 2 }, () => (stub.join(0), mayRestart(kafkaError('ECONNREFUSED'))))
    expect(allowed).toEqual([...new Array<boolean>(RESTARTS).fill(true), false, false])
  })

  it('are counted anew after a fetch', async () => {
    const { stub, mayRestart } = await reading()
    for (let i = 0; i < 5 * RESTARTS; i++) {
      expect(mayRestart(kafkaError('ECONNREFUSED'))).toBe(true)
      stub.emit('FETCH')
    }
  })

  it('do not begin where a record cannot be read: it would be there the next time', async () => {
    const { mayRestart } = await reading()
    expect(mayRestart(Object.assign(kafkaError('gave up'), { cause: new Error('incorrect header check') }))).toBe(false)
  })
})

describe('a topic that is given more partitions while it is read', () => {
  it('ends reading', async () => {
    const { stub, crashes } = await reading({ partitions: 2 })
    stub.join(0, 1, 2)
    expect(crashes).toEqual([expect.any(TopicMismatchError)])
    expect(crashes[0]?.message).toContain('partition 2')
  })
})

describe('a consumer that was closed', () => {
  it('hands out nothing more, and does not restart', async () => {
    const { stub, batches, crashes, subscription, mayRestart } = await reading()
    stub.join(0)
    await subscription.close()
    await stub.deliver(0, [0])
    stub.join(0)
    await stub.deliver(0, [0])
    stub.emit('CRASH', { error: kafkaError('late'), restart: false })
    expect([batches, crashes, mayRestart(kafkaError('late'))]).toEqual([[], [], false])
  })

  it('does not wait for ever for a disconnect that hangs', async () => {
    const { subscription, stub } = await reading({}, { disconnect: () => new Promise(() => undefined) })
    stub.join(0)
    const before = performance.now()
    await subscription.close()
    expect(performance.now() - before).toBeLessThan(4_000)
  })
})

describe('a batch that takes long', () => {
  it('does not cost the membership', async () => {
    const beats = 5
    const { stub } = await reading({ heartbeatMs: 5, onBatch: (batch) => pauseFor(100).then(() => batch.nextOffset) })
    stub.join(0)
    expect((await stub.deliver(0, [0])).heartbeats).toBeGreaterThanOrEqual(beats)
  })
})

interface ReadingOptions {
  readonly position?: number
  readonly end?: number
  readonly partitions?: number
  readonly stallMs?: number
  readonly heartbeatMs?: number
  readonly onBatch?: (batch: RecordBatch) => Promise<number>
}

async function reading(options: ReadingOptions = {}, stubOptions: StubOptions = {}) {
  const { position = 0, end = 0, partitions = 4, stallMs = 60_000, heartbeatMs = 1_000 } = options
  const stub: StubConsumer = createStubConsumer(stubOptions)
  const batches: RecordBatch[] = []
  const crashes: Error[] = []
  const bounds: PartitionBounds[] = [{ start: 0, end }]
  const log = { bounds, away: false, asked: 0 }
  let mayRestart: (error: unknown) => boolean = () => false
  const create = (given: (error: unknown) => boolean): StubConsumer => {
    mayRestart = given
    return stub
  }
  const subscription = await consume(create, {
    topic: STUB_TOPIC,
    partitions,
    reader: {
      async onBatch(batch) {
        batches.push(batch)
        return options.onBatch === undefined ? batch.nextOffset : options.onBatch(batch)
      },
      onCrash: (error) => void crashes.push(error),
    },
    position: async () => position,
    losesHistory: () => false,
    async bounds() {
      log.asked += 1
      if (log.away) throw new LogUnavailableError('away')
      return log.bounds
    },
    heartbeatMs,
    stallMs,
    tellsKafka: false,
  })
  open.push(subscription)
  return { stub, batches, crashes, log, subscription, mayRestart: (error: unknown) => mayRestart(error) }
}

function kafkaError(message: string, name = 'KafkaJSProtocolError'): Error {
  return Object.assign(new Error(message), { name })
}

function pauseFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
