import { setTimeout as pause } from 'node:timers/promises'
import type { Producer } from 'kafkajs'
import { ClosedError, LogUnavailableError, partitionOf } from '@upnext/ports'
import type { NewRecord, Position, TopicSpec } from '@upnext/ports'
import { checkedRecordSize } from '../record-size.ts'
import { withDeadline } from '../with-deadline.ts'
import { disconnectInTime } from './disconnect-in-time.ts'
import { produce, translateProduceError } from './produce.ts'
import { toMessage } from './record.ts'
import { bytesOf, createPendingAppend, takeRecords } from './send-queue.ts'
import type { QueuedRecord } from './send-queue.ts'

/** The part of a KafkaJS producer that is used. */
export type UsedProducer = Pick<Producer, 'connect' | 'sendBatch' | 'disconnect'>

export interface SenderOptions {
  /** Makes a producer, not yet connected. */
  readonly createProducer: () => UsedProducer
  /** How long the first record of a request waits for company; default 5 ms. */
  readonly lingerMs?: number
  /** How long an append may take; default 3 s. */
  readonly appendMs?: number
  /** A request that takes longer is given up, and its producer with it; default 6 s, a little more than KafkaJS gives one try. */
  readonly requestMs?: number
}

export interface Sender {
  append(topic: TopicSpec, records: readonly NewRecord[]): Promise<Position[]>
  close(): Promise<void>
}

const REQUEST = { records: 500, bytes: 524_288 }
const QUEUE_BYTES = 32 * 1_048_576
/** KafkaJS's producer does not always find back after its connection timed out: after so many failures it is replaced. */
const FAILURES_PER_PRODUCER = 3

/**
 * One loop that has at most one request under way, which is what keeps the order of a key. What arrives meanwhile goes
 * together into the next. Nothing waits for ever, and the queue is bounded.
 */
export function createSender(options: SenderOptions): Sender {
  const { createProducer, lingerMs = 5, appendMs = 3_000, requestMs = 6_000 } = options
  const queue: QueuedRecord[] = []
  let queuedBytes = 0
  let sending: Promise<void> | undefined
  let closed = false
  let failures = 0
  let producer = connect()

  function connect(): { readonly client: UsedProducer; readonly connected: Promise<void> } {
    const client = createProducer()
    const connected = client.connect()
    // Whoever sends first waits for the connection and learns of its failure.
    connected.catch(() => undefined)
    return { client, connected }
  }

  async function sendAll(): Promise<void> {
    await pause(lingerMs)
    while (queue.length > 0) {
      const { records, bytes } = takeRecords(queue, REQUEST)
      if (records.length > 0) await send(records)
      queuedBytes -= bytes
    }
    sending = undefined
  }

  async function send(records: readonly QueuedRecord[]): Promise<void> {
    const { client, connected } = producer
    try {
      const late = (): Error => new LateError(`no answer within ${requestMs} ms`)
      await withDeadline(
        connected.then(() => produce(client, records)),
        requestMs,
        late,
      )
      failures = 0
    } catch (cause) {
      const error = translateProduceError(cause)
      for (const { append } of records) append.fail(error)
      failures += 1
      const givenUp = cause instanceof LateError || failures >= FAILURES_PER_PRODUCER
      if (givenUp || (await failed(connected))) replaceProducer()
    }
  }

  function replaceProducer(): void {
    void disconnectInTime(producer.client)
    failures = 0
    producer = connect()
  }

  return {
    async append(topic, records) {
      if (closed) throw new ClosedError('the log is closed')
      if (records.length === 0) return []
      const { append, placed } = createPendingAppend(records.length)
      const queued = records.map((record, index) => {
        const partition = partitionOf(record.key, topic.partitions)
        const bytes = checkedRecordSize(topic.name, record)
        return { append, index, topic: topic.name, partition, message: toMessage(record, partition), bytes }
      })
      const bytes = bytesOf(queued)
      if (queuedBytes > 0 && queuedBytes + bytes > QUEUE_BYTES) {
        throw new LogUnavailableError(`${queuedBytes} bytes are waiting for Kafka already: try again in a moment`)
      }
      for (const record of queued) queue.push(record)
      queuedBytes += bytes
      sending ??= sendAll()
      return withDeadline(placed, appendMs, () => {
        const error = new LogUnavailableError(
          `Kafka did not confirm within ${appendMs} ms; the records may still arrive`,
        )
        append.fail(error)
        return error
      })
    },
    async close() {
      closed = true
      // Every append is settled by then, one way or the other. A producer that is still connecting would come up after its
      // disconnect, and keep the process alive.
      const idle = (sending ?? Promise.resolve()).then(() => producer.connected).catch(() => undefined)
      const inTime = await withDeadline(idle, appendMs, () => new Error('late')).then(
        () => true,
        () => false,
      )
      const disconnected = disconnectInTime(producer.client)
      // A broker that has not answered so far will not answer to this either.
      if (inTime) await disconnected
    },
  }
}

/** A request has taken too long: its connection is not trusted any more. */
class LateError extends Error {
  override readonly name = 'LateError'
}

async function failed(promise: Promise<void>): Promise<boolean> {
  const open = Symbol('open')
  return Promise.race([promise, Promise.resolve(open)]).then(
    () => false,
    () => true,
  )
}
