/** Reads the archive, a file at a time. Files that overlap give every record once; nothing that is missing is passed over. */
import { HistoryLostError } from '@upnext/ports'
import type { LogRecord, ObjectStore } from '@upnext/ports'
import type { Archive, ArchivedBatch } from '../archive.ts'
import { ArchiveCorruptError } from './errors.ts'
import { readFile } from './files/read-file.ts'
import type { ArchiveFile } from './names.ts'
import { reachingFarthest } from './ranges.ts'
import { endOf, heldWithoutGap, missingFiles, partitionIndex, readIndex } from './topic-index.ts'
import type { PartitionIndex, TopicIndex } from './topic-index.ts'

/** So many records are handed out at once, however large a file is. */
const BATCH = 1000

/**
 * The archive in a store; there is nothing to close. `bounds` and `read` reject with `ArchiveCorruptError` where a file is missing,
 * damaged or not what its name says, and `read` with `HistoryLostError` where it is to begin with what was given up.
 */
export function openArchive(store: ObjectStore): Archive {
  const known = new Map<string, TopicIndex>()

  const refreshed = async (topic: string): Promise<TopicIndex> => {
    const index = await readIndex(store, topic)
    known.set(topic, index)
    return index
  }

  /** `null` at the archive's end. What is known may be old: an archiver may have gone on since. */
  async function fileAt(topic: string, partition: number, offset: number): Promise<ArchiveFile | null> {
    const before = partitionIndex(known.get(topic) ?? (await refreshed(topic)), partition)
    const file = reachingFarthest(before.files, offset)
    if (file !== null) return file
    const now = partitionIndex(await refreshed(topic), partition)
    return reachingFarthest(now.files, offset) ?? refuseGap({ topic, partition, offset }, now)
  }

  return {
    async bounds(topic, partitions) {
      const index = await refreshed(topic)
      return Array.from({ length: partitions }, (_, partition) =>
        heldWithoutGap(topic, partition, partitionIndex(index, partition)),
      )
    },

    async *read(topic, partition, from) {
      let next = from
      for (;;) {
        const file = await fileAt(topic, partition, next)
        if (file === null) return
        yield* batchesOf(await readFile(store, file), next, file.end)
        next = file.end
      }
    },
  }
}

function* batchesOf(records: readonly LogRecord[], from: number, end: number): Generator<ArchivedBatch> {
  let rest = records.filter(({ offset }) => offset >= from)
  while (rest.length > BATCH) {
    const batch = rest.slice(0, BATCH)
    rest = rest.slice(BATCH)
    yield { records: batch, nextOffset: rest[0]?.offset ?? end }
  }
  yield { records: rest, nextOffset: end }
}

function refuseGap(at: { topic: string; partition: number; offset: number }, index: PartitionIndex): null {
  const { topic, partition, offset } = at
  if (offset >= endOf(index)) return null
  const lost = reachingFarthest(index.lost, offset)
  if (lost !== null) {
    throw new HistoryLostError(
      `offsets ${offset} to ${lost.end - 1} of ${topic}/${partition} were deleted before they were archived: begin at ${lost.end}`,
    )
  }
  const end = Math.min(...index.files.map(({ start }) => start).filter((start) => start > offset))
  throw new ArchiveCorruptError(missingFiles(topic, partition, { start: offset, end }))
}
