/** Reads a slice of a topic's history: first from the archive what the log has forgotten, then from the log, without gap or overlap. */
import { HistoryLostError } from '@upnext/ports'
import type { EventLog, RecordBatch } from '@upnext/ports'
import type { Archive } from './archive.ts'
import type { History } from './history.ts'
import type { Slice } from './slice.ts'
import { untilDone } from './until-done.ts'

export interface HistoryReading {
  readonly topic: string
  readonly slice: Slice
  /**
   * Handles one batch, of records inside the slice only; `batch.end` is the slice's end. Batches of one partition come one at a
   * time and in order. Answers the offset to go on from, as a `Reader` does; the slice's end where nothing more of the
   * partition is wanted.
   */
  onBatch(batch: RecordBatch): Promise<number>
  /** Told about every rejection of `onBatch`, before the batch is offered again. Batches from the archive are not: they reject the reading. */
  onRetry?(error: Error, batch: RecordBatch): void
  /** Gives up when it aborts. */
  readonly signal: AbortSignal
}

/** Resolves once the whole slice was handed out. Rejects where reading ends by itself, or the signal aborts. */
export async function readHistory(history: History, reading: HistoryReading): Promise<void> {
  const { archive, log } = history
  const bounds = await log.bounds(reading.topic)
  const rest: { start: number; end: number }[] = []
  for (const [partition, { start, end }] of reading.slice.entries()) {
    const logStart = bounds[partition]?.start ?? 0
    const needsArchive = archive !== null && start < Math.min(logStart, end)
    const next = needsArchive ? await readArchived(archive, reading, partition) : start
    rest.push({ start: next, end })
  }
  await readLogged(log, { ...reading, slice: rest }, history.mayLose)
}

/** Answers where the archive ended: the log has to go on from there. */
async function readArchived(archive: Archive, reading: HistoryReading, partition: number): Promise<number> {
  const { topic, slice, signal } = reading
  const { start, end } = slice[partition] ?? { start: 0, end: 0 }
  let position = start
  for await (const { records, nextOffset } of archive.read(topic, partition, start)) {
    signal.throwIfAborted()
    position = await reading.onBatch(withinSlice({ topic, partition, position, records, nextOffset, end }))
    if (position >= end) break
  }
  return position
}

async function readLogged(log: EventLog, reading: HistoryReading, mayLose: boolean): Promise<void> {
  const { topic, slice, signal } = reading
  const open = new Set(slice.flatMap(({ start, end }, partition) => (start < end ? [partition] : [])))
  if (open.size === 0) return
  await refuseGap(log, topic, slice, mayLose)
  const from = slice.map(({ start }, partition) => ({ topic, partition, nextOffset: start }))
  await untilDone(signal, (done, fail) =>
    log.follow(topic, from, {
      losesHistory: mayLose,
      onBatch: async (batch) => {
        const end = slice[batch.partition]?.end ?? 0
        if (!open.has(batch.partition)) return batch.nextOffset
        const next = await reading.onBatch(withinSlice({ ...batch, end }))
        if (next >= end) open.delete(batch.partition)
        if (open.size === 0) done()
        return next
      },
      onCrash: fail,
      onRetry: (error, batch) => reading.onRetry?.(error, batch),
    }),
  )
}

/** What the log had when the slice was made it may have forgotten since. */
async function refuseGap(log: EventLog, topic: string, slice: Slice, mayLose: boolean): Promise<void> {
  if (mayLose) return
  const bounds = await log.bounds(topic)
  for (const [partition, { start, end }] of slice.entries()) {
    const logStart = bounds[partition]?.start ?? 0
    if (start < end && start < logStart) {
      throw new HistoryLostError(
        `the log of ${topic}/${partition} now starts at ${logStart}, after ${start}, where reading has to go on: let the archive catch up, and start again`,
      )
    }
  }
}

function withinSlice(batch: RecordBatch): RecordBatch {
  if (batch.nextOffset <= batch.end) return batch
  const records = batch.records.filter(({ offset }) => offset < batch.end)
  return { ...batch, records, nextOffset: Math.max(batch.end, batch.position) }
}
