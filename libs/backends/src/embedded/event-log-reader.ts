import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Reader } from '@upnext/ports'
import { historyLost, positionPastEnd } from '../log-errors.ts'
import { offerBatch } from '../offer-batch.ts'
import type { LogStore, StoredTopic } from './event-log-store.ts'
import type { Waker } from './event-log-waker.ts'

const BATCH = { records: 500, bytes: 1_048_576 }

export interface PartitionReading {
  readonly store: LogStore
  readonly waker: Waker
  readonly topic: StoredTopic
  readonly partition: number
  readonly from: number
  readonly reader: Reader
  readonly stopped: AbortSignal
}

/**
 * Gives one partition's records to the reader, batch by batch, until stopped; resolves after the batch in hand. Rejects when
 * the position lies outside of the log, and when a record cannot be read.
 */
export async function readPartition(reading: PartitionReading): Promise<void> {
  const { store, waker, topic, partition, reader, stopped } = reading
  let position = reading.from
  while (!stopped.aborted) {
    const end = store.end(topic, partition)
    if (position > end) throw positionPastEnd(topic.name, partition, position, end)
    if (position === end) {
      await waker.wait(topic.id, partition, stopped)
      continue
    }
    const records = store.read(topic, partition, position, BATCH)
    // Offsets have no gaps here: what is missing at the front was deleted.
    const first = records[0]?.offset ?? end
    if (first > position && reader.losesHistory !== true) throw historyLost(topic.name, partition, position, first)
    const last = records.at(-1)
    const nextOffset = last === undefined ? end : last.offset + 1
    const next = await offerBatch(reader, { topic: topic.name, partition, position, records, nextOffset, end }, stopped)
    if (next === null) return
    position = next
    // Reading is synchronous: without this a long log would keep everything else in the process waiting.
    await nextTurn()
  }
}
