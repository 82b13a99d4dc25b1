import type { Producer, RecordMetadata } from 'kafkajs'
import { LogUnavailableError, RecordTooLargeError } from '@upnext/ports'
import type { QueuedRecord } from './send-queue.ts'

/** Sends records with one request and tells each append where its record stands, or that it may not be there. */
export async function produce(producer: Pick<Producer, 'sendBatch'>, records: readonly QueuedRecord[]): Promise<void> {
  const byTopic = groupBy(records, ({ topic }) => topic)
  const results = await producer.sendBatch({
    acks: -1,
    timeout: 5_000,
    topicMessages: [...byTopic].map(([topic, own]) => ({ topic, messages: own.map(({ message }) => message) })),
  })
  settle(records, results)
}

/**
 * KafkaJS leaves a partition that does not exist out of request and result, and still resolves: so one result per partition is
 * asked for, without an error and with an offset to count from.
 */
export function settle(records: readonly QueuedRecord[], results: readonly RecordMetadata[]): void {
  for (const [place, own] of groupBy(records, ({ topic, partition }) => `${topic}/${partition}`)) {
    const result = results.find(({ topicName, partition }) => `${topicName}/${partition}` === place)
    const base = Number(result?.baseOffset ?? Number.NaN)
    const taken = result?.errorCode === 0 && Number.isSafeInteger(base) && base >= 0
    for (const [i, { append, index, topic, partition }] of own.entries()) {
      if (taken) append.place(index, { topic, partition, nextOffset: base + i + 1 })
      else append.fail(new LogUnavailableError(`Kafka did not confirm records for ${place} (${describe(result)})`))
    }
  }
}

/** The port's error for one of KafkaJS's. */
export function translateProduceError(cause: unknown): Error {
  if (cause instanceof Error && Reflect.get(cause, 'type') === 'MESSAGE_TOO_LARGE') {
    return new RecordTooLargeError('Kafka refuses a record of this size: raise max.message.bytes of the topic', {
      cause,
    })
  }
  return new LogUnavailableError('Kafka did not confirm the records', { cause })
}

function describe(result: RecordMetadata | undefined): string {
  return result === undefined ? 'no such partition' : `error code ${result.errorCode}`
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
