/**
 * An EventLog in memory, for unit tests of everything that reads or writes one. It keeps the port's promises (order per
 * partition, positions kept by the caller, groups that divide partitions, batches offered again, close while busy), except
 * that nothing survives it. Tests can also make it refuse appends, and look at what it holds.
 */
import { ClosedError, RecordTooLargeError, TopicMismatchError, partitionOf } from '@upnext/ports'
import type {
  EventLog,
  LogRecord,
  NewRecord,
  PartitionBounds,
  Position,
  Reader,
  Subscription,
  TopicSpec,
} from '@upnext/ports'
import { createFakeGroup } from './fake-log-group.ts'
import type { FakeGroup } from './fake-log-group.ts'
import { crashOnce, readPartition } from './fake-log-reader.ts'
import type { PartitionSource } from './fake-log-reader.ts'

export interface FakeEventLog extends EventLog {
  /** Everything in a topic, partition by partition, in offset order. */
  recordsOf(topic: string): (LogRecord & { readonly partition: number })[]
  /** The error that appends are refused with, as long as the function answers one. `null`: appends work again. */
  refuseAppends(refusal: ((topic: string, records: readonly NewRecord[]) => Error | null) | null): void
  /** Deletes what lies before an offset, as retention does. */
  forget(topic: string, partition: number, before: number): void
  /** Appends wait until the promise has settled: a log that is slow, or hangs. */
  delayAppends(until: Promise<unknown> | null): void
}

export function createFakeEventLog(topics: readonly TopicSpec[]): FakeEventLog {
  const partitions = new Map(topics.map((topic) => [topic.name, Array.from({ length: topic.partitions }, aPartition)]))
  const groups = new Map<string, FakeGroup>()
  const subscriptions = new Set<Subscription>()
  let refusal: ((topic: string, records: readonly NewRecord[]) => Error | null) | null = null
  let delay: Promise<unknown> | null = null
  let closed = false

  const open = (topic: string): FakePartition[] => {
    if (closed) throw new ClosedError('the log is closed')
    const found = partitions.get(topic)
    if (found === undefined)
      throw new TopicMismatchError(`topic ${topic} was not declared: name it when opening the log`)
    return found
  }

  const own = (close: () => Promise<void>): Subscription => {
    let closing: Promise<void> | null = null
    const subscription = {
      close: () => (closing ??= close().finally(() => subscriptions.delete(subscription))),
    }
    subscriptions.add(subscription)
    return subscription
  }

  return {
    async append(topic, records) {
      const found = open(topic)
      for (const record of records) checkSize(record)
      await delay
      const error = refusal?.(topic, records) ?? null
      if (error !== null) throw error
      const positions = records.map((record) => add(topic, found, record))
      for (const partition of new Set(positions.map((position) => position.partition))) found[partition]?.wake()
      return positions
    },

    async share(topic, group, reader) {
      const found = open(topic)
      const name = `${topic} ${group}`
      const members = groups.get(name) ?? createFakeGroup(topic, found)
      groups.set(name, members)
      const leave = await members.join(reader)
      return own(leave)
    },

    follow(topic, from, reader: Reader) {
      return settle(() => {
        const starts = new Map(from.filter((at) => at.topic === topic).map((at) => [at.partition, at.nextOffset]))
        const onLost = crashOnce(reader)
        const loops = open(topic).map((source, partition) => {
          const start = (): Promise<number> => settle(() => starts.get(partition) ?? source.start)
          return readPartition({ topic, partition, source, reader, start, onLost })
        })
        return own(async () => {
          await Promise.all(loops.map((loop) => loop.close()))
        })
      })
    },

    bounds: (topic) =>
      settle(() => open(topic).map((found): PartitionBounds => ({ start: found.start, end: found.records.length }))),

    async close() {
      closed = true
      await Promise.all([...subscriptions].map((subscription) => subscription.close()))
    },

    recordsOf(topic) {
      return (partitions.get(topic) ?? []).flatMap((found, partition) =>
        found.records.slice(found.start).map((record) => ({ ...record, partition })),
      )
    },

    refuseAppends(next) {
      refusal = next
    },

    forget(topic, partition, before) {
      const found = open(topic)[partition]
      if (found !== undefined) found.start = Math.min(before, found.records.length)
    },

    delayAppends(until) {
      delay = until
    },
  }
}

const MAX_RECORD_BYTES = 1024 * 1024

function checkSize({ key, value, headers = {} }: NewRecord): void {
  const size = key.length + value.length + Object.entries(headers).flat().join('').length
  if (size > MAX_RECORD_BYTES)
    throw new RecordTooLargeError(`a record of ${size} bytes is larger than ${MAX_RECORD_BYTES}`)
}

interface FakePartition extends PartitionSource {
  /** By offset, also those that are forgotten. */
  readonly records: LogRecord[]
  start: number
  wake(): void
}

function aPartition(): FakePartition {
  const waiting = new Set<() => void>()
  return {
    records: [],
    start: 0,
    wake() {
      for (const resolve of waiting) resolve()
      waiting.clear()
    },
    changed: () => new Promise((resolve) => waiting.add(resolve)),
  }
}

function add(topic: string, partitions: readonly FakePartition[], record: NewRecord): Position {
  const partition = partitionOf(record.key, partitions.length)
  const records = partitions[partition]?.records ?? []
  // Copies: a caller may reuse its buffers.
  const { key, value, headers } = record
  records.push({ offset: records.length, key: Buffer.from(key), value: Buffer.from(value), headers: { ...headers } })
  return { topic, partition, nextOffset: records.length }
}

/** A throw becomes a rejection, as it does in the real adapters. */
async function settle<Value>(work: () => Value): Promise<Value> {
  return work()
}
