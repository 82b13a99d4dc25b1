/** Reads what is left of a slice, takes out what the filter lets through, and hands it on: all partitions at once, each in order. */
import { readHistory } from '@upnext/history'
import type { History } from '@upnext/history'
import type { LogRecord, RecordBatch } from '@upnext/ports'
import type { Filter } from './filter.ts'
import { extendChain } from './record-bytes.ts'
import type { PartitionState, ReplayState } from './state.ts'

/** Where records go. */
export interface Sink {
  /** How many records it takes at once. */
  readonly chunk: number
  /** Puts records of one partition behind what `state` says is there. Answers the bytes that the part file grew by, if any. */
  put(partition: number, records: readonly LogRecord[], state: Readonly<PartitionState>): Promise<number>
  /** The state has moved on behind records that were put. */
  moved(): Promise<void>
}

export interface Keeping {
  readonly topic: string
  readonly state: ReplayState
  readonly filter: Filter
  readonly sink: Sink
  readonly onRead: (records: number) => void
  readonly signal: AbortSignal
}

/** Rejects with the first error of the sink, or what the signal aborts with; the state says how far it has come. */
export async function keepSlice(history: History, keeping: Keeping): Promise<void> {
  const { topic, state, signal } = keeping
  const failed = new AbortController()
  const onBatch = async (batch: RecordBatch): Promise<number> => {
    try {
      return await keepBatch(keeping, batch)
    } catch (error) {
      // A log offers a refused batch for ever; a disk that is full does not get better by that.
      failed.abort(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }
  const slice = state.partitions.map(({ next, end }) => ({ start: next, end }))
  await readHistory(history, { topic, slice, onBatch, signal: AbortSignal.any([signal, failed.signal]) })
}

async function keepBatch(keeping: Keeping, batch: RecordBatch): Promise<number> {
  const { state, filter, sink, signal, onRead } = keeping
  const at = state.partitions[batch.partition]
  if (at === undefined || batch.position !== at.next) return at?.next ?? batch.nextOffset
  for (const { records, read, next } of chunksOf(batch, filter, sink.chunk)) {
    signal.throwIfAborted()
    const bytes = records.length === 0 ? 0 : await sink.put(batch.partition, records, at)
    // All of it at once, without an await: the state is never half-way.
    at.chain = extendChain(at.chain, records)
    at.bytes += bytes
    at.written += records.length
    at.read += read
    at.next = next
    onRead(read)
    await sink.moved()
  }
  return batch.nextOffset
}

interface Chunk {
  readonly records: readonly LogRecord[]
  /** Records looked at, the kept ones among them. */
  readonly read: number
  /** Offset to go on from. */
  readonly next: number
}

/** At least one, which is the last and reaches to the batch's end. */
export function chunksOf(
  { records, nextOffset }: Pick<RecordBatch, 'records' | 'nextOffset'>,
  filter: Filter,
  size: number,
): Chunk[] {
  const chunks: Chunk[] = []
  let kept: LogRecord[] = []
  let read = 0
  for (const record of records) {
    if (kept.length >= size) {
      chunks.push({ records: kept, read, next: record.offset })
      kept = []
      read = 0
    }
    read += 1
    if (filter(record)) kept.push(record)
  }
  return [...chunks, { records: kept, read, next: nextOffset }]
}
