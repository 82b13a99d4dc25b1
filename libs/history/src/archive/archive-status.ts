import type { EventLog, ObjectStore, PartitionBounds } from '@upnext/ports'
import { gapsIn, lengthOf } from './ranges.ts'
import { endOf, holesIn, lostIn, partitionIndex, readIndex } from './topic-index.ts'
import type { PartitionIndex } from './topic-index.ts'

/** How far the archive of a topic is. Numbers of records are numbers of offsets: the log may have left some out. */
export interface ArchiveStatus {
  readonly topic: string
  readonly files: number
  readonly bytes: number
  readonly archived: number
  /** In the log, and not yet archived. */
  readonly behind: number
  /** Given up. */
  readonly lost: number
  /** In no file, although later ones are: files are missing. */
  readonly missing: number
  /** First and last day of the files, `YYYY-MM-DD`; `null` where there are none. */
  readonly days: { readonly first: string; readonly last: string } | null
}

export async function archiveStatus(log: EventLog, store: ObjectStore, topic: string): Promise<ArchiveStatus> {
  const index = await readIndex(store, topic)
  const partitions = (await log.bounds(topic)).map((bounds, partition) => ({
    bounds,
    index: partitionIndex(index, partition),
  }))
  const sum = (of: (index: PartitionIndex, bounds: PartitionBounds) => number): number =>
    partitions.reduce((total, each) => total + of(each.index, each.bounds), 0)
  const days = partitions.flatMap((each) => each.index.files.map(({ day }) => day)).sort()
  const [first, last] = [days[0], days.at(-1)]
  return {
    topic,
    files: sum(({ files }) => files.length),
    bytes: sum(({ files }) => files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0)),
    archived: sum(({ files }) => heldIn(files)),
    behind: sum((each, { end }) => Math.max(0, end - endOf(each))),
    lost: sum((each) => lengthOf(lostIn(each))),
    missing: sum((each) => lengthOf(holesIn(each))),
    days: first === undefined || last === undefined ? null : { first, last },
  }
}

function heldIn(files: readonly PartitionBounds[]): number {
  const end = Math.max(0, ...files.map((file) => file.end))
  return end - lengthOf(gapsIn(files, 0, end))
}
