import { open } from 'lmdb'
import { TopicMismatchError } from '@upnext/ports'
import type { LogRecord, NewRecord, PartitionBounds, TopicSpec } from '@upnext/ports'
import { topicNotDeclared } from '../log-errors.ts'
import { decodeRecord, encodeRecord, lastRecordKey, offsetOfKey, recordKey } from './event-log-record.ts'

/** A topic as it lies in the folder: the number is what keys carry, and never changes. */
export interface StoredTopic {
  readonly name: string
  readonly id: number
  readonly partitions: number
}

export interface StoredEntry {
  readonly topic: StoredTopic
  readonly partition: number
  readonly record: NewRecord
}

export interface BatchLimits {
  readonly records: number
  readonly bytes: number
}

/**
 * The log's LMDB folder: records by (topic, partition, offset), the end of each partition, and one version that grows with
 * every append. Several threads may open one folder: an append goes in whole where the version is still the one its offsets
 * were counted from, and is counted anew where another thread was faster.
 */
export interface LogStore {
  /** Rejects with `TopicMismatchError` when the topic was not declared. */
  topic(name: string): StoredTopic
  /** Writes all entries in one transaction; resolves, once they are on disk, with the next offset of each. */
  append(entries: readonly StoredEntry[]): Promise<number[]>
  /** Records from an offset on, up to the limits, but at least one where there is one. */
  read(topic: StoredTopic, partition: number, from: number, limits: BatchLimits): LogRecord[]
  end(topic: StoredTopic, partition: number): number
  bounds(topic: StoredTopic, partition: number): PartitionBounds
  /** Differs from the one before when anything was appended since, by any thread. */
  version(): number
  close(): Promise<void>
}

const HEAD = 'head'

export function openLogStore(path: string, specs: readonly TopicSpec[]): LogStore {
  // Without overlapping sync a record is on disk before any reader sees it: no power cut can take back what was folded.
  const root = open({ path, maxDbs: 4, overlappingSync: false })
  const topics = root.openDB<{ id: number; partitions: number }, string>('topics', { encoding: 'json' })
  const ends = root.openDB<number, [number, number]>('ends', { encoding: 'ordered-binary' })
  const heads = root.openDB<number, string>('heads', { encoding: 'ordered-binary', useVersions: true })
  const records = root.openDB<Buffer, Buffer>('records', { encoding: 'binary', keyEncoding: 'binary' })

  const declared = root.transactionSync(() => {
    if (heads.getEntry(HEAD) === undefined) heads.putSync(HEAD, 0, 1)
    return new Map(specs.map((spec) => [spec.name, declare(spec)]))
  })

  function declare({ name, partitions }: TopicSpec): StoredTopic {
    const known = topics.get(name)
    if (known !== undefined && known.partitions !== partitions) {
      throw new TopicMismatchError(
        `topic ${name} in ${path} has ${known.partitions} partitions, not ${partitions}: a topic's partitions never change, use another data folder or namespace`,
      )
    }
    const id = known?.id ?? topics.getKeysCount()
    if (known === undefined) topics.putSync(name, { id, partitions })
    return { name, id, partitions }
  }

  const end = (topic: StoredTopic, partition: number): number => ends.get([topic.id, partition]) ?? 0
  const version = (): number => heads.getEntry(HEAD)?.version ?? 0

  /** One try; `null` when another thread appended meanwhile. */
  async function tryAppend(entries: readonly StoredEntry[]): Promise<number[] | null> {
    root.resetReadTxn()
    const counted = version()
    const nextOffsets = new Map<string, { readonly topic: StoredTopic; readonly partition: number; end: number }>()
    const answers: number[] = []
    const written = await heads.ifVersion(HEAD, counted, () => {
      for (const { topic, partition, record } of entries) {
        const at = `${topic.id}/${partition}`
        const next = nextOffsets.get(at) ?? { topic, partition, end: end(topic, partition) }
        nextOffsets.set(at, next)
        void records.put(recordKey(topic.id, partition, next.end), encodeRecord(record))
        next.end += 1
        answers.push(next.end)
      }
      for (const { topic, partition, end: newEnd } of nextOffsets.values()) void ends.put([topic.id, partition], newEnd)
      void heads.put(HEAD, 0, counted + 1)
    })
    root.resetReadTxn()
    return written ? answers : null
  }

  return {
    topic(name) {
      const topic = declared.get(name)
      if (topic !== undefined) return topic
      throw topicNotDeclared(name)
    },
    async append(entries) {
      for (;;) {
        const answers = await tryAppend(entries)
        if (answers !== null) return answers
      }
    },
    read(topic, partition, from, limits) {
      const found: LogRecord[] = []
      let bytes = 0
      const range = {
        start: recordKey(topic.id, partition, from),
        end: lastRecordKey(topic.id, partition),
        limit: limits.records,
      }
      for (const { key, value } of records.getRange(range)) {
        bytes += value.length
        if (found.length > 0 && bytes > limits.bytes) break
        found.push(decodeRecord(offsetOfKey(key), value))
      }
      return found
    },
    end,
    bounds(topic, partition) {
      const partitionEnd = end(topic, partition)
      const range = { start: recordKey(topic.id, partition, 0), end: lastRecordKey(topic.id, partition), limit: 1 }
      const [first] = records.getKeys(range)
      return { start: first === undefined ? partitionEnd : offsetOfKey(first), end: partitionEnd }
    },
    version,
    close: () => root.close(),
  }
}
