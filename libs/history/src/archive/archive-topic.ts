/**
 * Copies a topic from the log into the archive, exactly once: what is archived is what the names of the files say, each file is
 * there whole or not at all, and whoever starts goes on after them. Nothing else is noted anywhere.
 */
import type { EventLog, LogRecord, ObjectStore, PartitionBounds, RecordBatch } from '@upnext/ports'
import { readHistory } from '../read-history.ts'
import { planCopy } from './copy-plan.ts'
import type { CopyPlan } from './copy-plan.ts'
import { FILE_LIMITS, createCutter } from './cutter.ts'
import type { CutFile, Cutter, FileLimits } from './cutter.ts'
import { describerOf } from './describe-record.ts'
import { encodeFile } from './files/encode-file.ts'
import { lanesOf } from './lanes.ts'
import type { Lane } from './lanes.ts'
import { dayPrefix, fileName, lostName, parseName } from './names.ts'
import type { Place } from './names.ts'
import { lengthOf } from './ranges.ts'
import { readIndex } from './topic-index.ts'

export interface ArchiveTopicOptions {
  readonly log: EventLog
  readonly store: ObjectStore
  readonly topic: string
  /** Whether what the log deleted before it was archived is given up. Otherwise it is a `HistoryLostError`. */
  readonly mayLose: boolean
  /** Gives up when it aborts: files in hand are dropped, and copied by the next run. */
  readonly signal: AbortSignal
  /** Which of the places to be copied are copied now. Absent: all. */
  readonly isDue?: (place: Place) => boolean
  readonly limits?: FileLimits
  /** Told before and after each file how many offsets of how many are done. */
  readonly onProgress?: (doneOffsets: number, ofOffsets: number) => void
}

export interface TopicArchived {
  readonly files: number
  readonly records: number
  readonly bytes: number
  /** Offsets that were given up. */
  readonly lost: number
}

/**
 * Copies all that is missing, up to the log's end as it is now. Rejects with `HistoryLostError`, `ArchiveCorruptError` or
 * `PositionPastEndError`, or with what log and store have to say; what was written by then stays.
 */
export async function archiveTopic(options: ArchiveTopicOptions): Promise<TopicArchived> {
  const { log, store, topic, mayLose, isDue = () => true, onProgress } = options
  // The archive first: what another archiver adds meanwhile must not look like a log that has become shorter.
  const index = await readIndex(store, topic)
  const bounds = await log.bounds(topic)
  const plan = planCopy(topic, bounds, index, mayLose)
  const due = plan.copy.filter(isDue)
  const total = { files: 0, records: 0, bytes: 0, lost: lengthOf(plan.lost) }
  let done = 0
  const write = async (place: Place, file: CutFile): Promise<void> => {
    const bytes = await writeFile(options, place, file)
    if (bytes > 0) {
      total.files += 1
      total.records += file.records.length
      total.bytes += bytes
    }
    done += file.end - file.start
    onProgress?.(done, lengthOf(due))
  }
  await markLost(store, plan)
  onProgress?.(0, lengthOf(due))
  for (const lane of lanesOf(due)) await copyLane(options, bounds, lane, write)
  return total
}

async function markLost(store: ObjectStore, { lost }: CopyPlan): Promise<void> {
  for (const place of lost) {
    const why = { ...place, why: 'deleted from the log before it was archived' }
    await store.write(lostName(place), Buffer.from(`${JSON.stringify(why)}\n`))
  }
}

async function copyLane(
  options: ArchiveTopicOptions,
  bounds: readonly PartitionBounds[],
  lane: Lane,
  write: (place: Place, file: CutFile) => Promise<void>,
): Promise<void> {
  const { log, topic, limits = FILE_LIMITS } = options
  const describe = describerOf(topic)
  const timeOf = (record: LogRecord): number | null => describe(record).receivedAtMs
  const cutters = new Map<number, Cutter>()
  for (const [partition, { start }] of lane) cutters.set(partition, createCutter(start, timeOf, limits))
  const stop = new AbortController()
  const signal = AbortSignal.any([options.signal, stop.signal])

  const onBatch = async (batch: RecordBatch): Promise<number> => {
    // After a failure, a cutter may have taken what was never written: it must not go on.
    signal.throwIfAborted()
    const place = lane.get(batch.partition)
    const cutter = cutters.get(batch.partition)
    if (place === undefined || cutter === undefined) return batch.nextOffset
    for (const record of batch.records) {
      const file = cutter.add(record)
      if (file !== null) await write(place, file)
    }
    if (batch.nextOffset >= place.end) await write(place, cutter.finish(place.end))
    return batch.nextOffset
  }

  const slice = bounds.map(({ end }, partition) => lane.get(partition) ?? { start: end, end })
  const reading = { topic, slice, signal, onBatch, onRetry: (error: Error) => stop.abort(error) }
  await readHistory({ log, archive: null, mayLose: false }, reading)
}

/** Answers its size, 0 where another archiver was faster. */
async function writeFile({ store, topic }: ArchiveTopicOptions, { partition }: Place, file: CutFile): Promise<number> {
  const place = { topic, partition, start: file.start, end: file.end }
  const bytes = await encodeFile(place, file.records)
  // What was archived meanwhile may have been rewritten without a viewer who was erased.
  const there = await store.list(dayPrefix(topic, file.day, partition))
  const others = there.map(({ name }) => parseName(topic, name))
  if (others.some((other) => other !== null && other.start <= file.start && other.end >= file.end)) return 0
  await store.write(fileName(place, file.day), bytes)
  return bytes.length
}
