/** What an archiver has to copy: decided from what the archive has and what the log has, and from nothing else. */
import { HistoryLostError, PositionPastEndError } from '@upnext/ports'
import type { PartitionBounds } from '@upnext/ports'
import { ArchiveCorruptError } from './errors.ts'
import type { Place } from './names.ts'
import { gapsIn, lengthOf } from './ranges.ts'
import { endOf, missingFiles, partitionIndex } from './topic-index.ts'
import type { PartitionIndex, TopicIndex } from './topic-index.ts'

export interface CopyPlan {
  readonly copy: readonly Place[]
  /** To be given up, for ever. */
  readonly lost: readonly Place[]
}

/** Throws `HistoryLostError`, `ArchiveCorruptError` or `PositionPastEndError`, the first two only where nothing may be lost. */
export function planCopy(
  topic: string,
  log: readonly PartitionBounds[],
  index: TopicIndex,
  mayLose: boolean,
): CopyPlan {
  const plans = log.map((bounds, partition) =>
    planPartition({ topic, partition }, bounds, partitionIndex(index, partition)),
  )
  const lost = plans.flatMap((plan) => plan.lost)
  const [first] = lost
  if (first !== undefined && !mayLose) refuse(first, lost, index)
  return { copy: plans.flatMap((plan) => plan.copy), lost }
}

function planPartition(
  where: Pick<Place, 'topic' | 'partition'>,
  log: PartitionBounds,
  index: PartitionIndex,
): CopyPlan {
  const archived = endOf(index)
  if (archived > log.end) {
    throw new PositionPastEndError(
      `the log of ${where.topic}/${where.partition} ends at ${log.end}, before ${archived}, where the archive ends: this log is ` +
        'not the one that was archived; name another folder with UPNEXT_ARCHIVE, or bring the log back',
    )
  }
  const missing = gapsIn([...index.files, ...index.lost], 0, log.end)
  const kept = missing.flatMap(({ start, end }) => overlap(Math.max(start, log.start), end))
  const gone = missing.flatMap(({ start, end }) => overlap(start, Math.min(end, log.start)))
  return { copy: kept.map((range) => ({ ...where, ...range })), lost: gone.map((range) => ({ ...where, ...range })) }
}

function overlap(start: number, end: number): PartitionBounds[] {
  return start < end ? [{ start, end }] : []
}

function refuse(first: Place, lost: readonly Place[], index: TopicIndex): never {
  const { topic, partition, start, end } = first
  if (start < endOf(partitionIndex(index, partition)))
    throw new ArchiveCorruptError(missingFiles(topic, partition, first))
  throw new HistoryLostError(
    `the log has deleted ${lengthOf(lost)} records of ${topic} before they were archived (partition ${partition}: offsets ` +
      `${start} to ${end - 1}): restore the archive that had them, or say --lose-history to archive what is left`,
  )
}
