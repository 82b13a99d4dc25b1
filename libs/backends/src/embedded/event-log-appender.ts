import { ClosedError, LogUnavailableError, partitionOf } from '@upnext/ports'
import type { NewRecord, Position } from '@upnext/ports'
import { checkedRecordSize } from '../record-size.ts'
import type { LogStore, StoredEntry, StoredTopic } from './event-log-store.ts'

/** Records of one transaction: enough that a flush to disk is shared by many, few enough that it stays short. */
const TRANSACTION_RECORDS = 2_000
/** What may wait for the disk before callers are told to come back later. */
const QUEUE_BYTES = 64 * 1_048_576

export interface Appender {
  append(topic: StoredTopic, records: readonly NewRecord[]): Promise<Position[]>
  /** Waits for everything that was taken. */
  close(): Promise<void>
}

interface Waiting {
  readonly entries: readonly StoredEntry[]
  readonly bytes: number
  readonly resolve: (nextOffsets: readonly number[]) => void
  readonly reject: (error: Error) => void
}

/**
 * Group commit: what arrives while one transaction is on its way to the disk goes together into the next. The appends of one
 * caller keep their order, and one append is never split over two transactions.
 */
export function createAppender(store: LogStore, onAppended: (entries: readonly StoredEntry[]) => void): Appender {
  const queue: Waiting[] = []
  let queuedBytes = 0
  let closed = false
  let writing: Promise<void> | undefined

  async function writeAll(): Promise<void> {
    for (let batch = takeBatch(queue); batch.length > 0; batch = takeBatch(queue)) {
      await write(batch)
      for (const { bytes } of batch) queuedBytes -= bytes
    }
    writing = undefined
  }

  async function write(batch: readonly Waiting[]): Promise<void> {
    const entries = batch.flatMap((waiting) => waiting.entries)
    try {
      const nextOffsets = await store.append(entries)
      let at = 0
      for (const { entries: own, resolve } of batch) resolve(nextOffsets.slice(at, (at += own.length)))
      onAppended(entries)
    } catch (cause) {
      const error = new LogUnavailableError('the log could not be written: is the disk full, or read-only?', { cause })
      for (const { reject } of batch) reject(error)
    }
  }

  return {
    async append(topic, records) {
      if (closed) throw new ClosedError('the log is closed')
      if (records.length === 0) return []
      const bytes = records.reduce((sum, record) => sum + checkedRecordSize(topic.name, record), 0)
      if (queuedBytes > 0 && queuedBytes + bytes > QUEUE_BYTES) {
        throw new LogUnavailableError(`${queuedBytes} bytes are waiting for the disk already: try again in a moment`)
      }
      const entries = records.map((record) => ({ topic, partition: partitionOf(record.key, topic.partitions), record }))
      const written = new Promise<readonly number[]>((resolve, reject) =>
        queue.push({ entries, bytes, resolve, reject }),
      )
      queuedBytes += bytes
      writing ??= writeAll()
      const nextOffsets = await written
      return entries.map(({ partition }, i) => ({ topic: topic.name, partition, nextOffset: nextOffsets[i] ?? 0 }))
    },
    async close() {
      closed = true
      await writing
    },
  }
}

function takeBatch(queue: Waiting[]): Waiting[] {
  let records = 0
  const full = queue.findIndex(({ entries }) => (records += entries.length) > TRANSACTION_RECORDS)
  return queue.splice(0, full === -1 ? queue.length : Math.max(1, full))
}
