/** What the archive has of a topic, as the names of its objects say. */
import type { ObjectStore, PartitionBounds } from '@upnext/ports'
import { ArchiveCorruptError } from './errors.ts'
import { parseName, topicPrefix } from './names.ts'
import type { ArchiveFile, LostPlace } from './names.ts'
import { gapsIn, lengthOf } from './ranges.ts'

export interface PartitionIndex {
  readonly files: readonly (ArchiveFile & { readonly sizeBytes: number })[]
  /** Deleted from the log before they were archived, and somebody said that this was meant. */
  readonly lost: readonly LostPlace[]
}

export type TopicIndex = ReadonlyMap<number, PartitionIndex>

const NOTHING: PartitionIndex = { files: [], lost: [] }

export async function readIndex(store: ObjectStore, topic: string): Promise<TopicIndex> {
  const index = new Map<number, { files: PartitionIndex['files'][number][]; lost: LostPlace[] }>()
  for (const { name, sizeBytes } of await store.list(topicPrefix(topic))) {
    const place = parseName(topic, name)
    if (place === null) continue
    const found = index.get(place.partition) ?? { files: [], lost: [] }
    index.set(place.partition, found)
    if (place.kind === 'file') found.files.push({ ...place, sizeBytes })
    else found.lost.push(place)
  }
  return index
}

export function partitionIndex(index: TopicIndex, partition: number): PartitionIndex {
  return index.get(partition) ?? NOTHING
}

/** The next offset after all that was archived or given up. */
export function endOf({ files, lost }: PartitionIndex): number {
  return Math.max(0, ...files.map(({ end }) => end), ...lost.map(({ end }) => end))
}

/** Offsets that were given up and are in no file either. */
export function lostIn(index: PartitionIndex): readonly PartitionBounds[] {
  const end = endOf(index)
  const unheld = gapsIn(index.files, 0, end)
  const held = gapsIn(index.lost, 0, end)
  return unheld.flatMap(({ start, end: to }) => gapsIn(held, start, to))
}

/** Offsets before the end that are in no file, and that nobody gave up: files are missing. */
export function holesIn(index: PartitionIndex): readonly PartitionBounds[] {
  return gapsIn([...index.files, ...index.lost], 0, endOf(index))
}

/** The offsets held without a gap up to the end; both 0 where there are none. Throws `ArchiveCorruptError` where files are missing. */
export function heldWithoutGap(topic: string, partition: number, index: PartitionIndex): PartitionBounds {
  const [hole] = holesIn(index)
  if (hole !== undefined) throw new ArchiveCorruptError(missingFiles(topic, partition, hole))
  const end = endOf(index)
  const start = lostIn(index).at(-1)?.end ?? 0
  return start < end ? { start, end } : { start: 0, end: 0 }
}

export function missingFiles(topic: string, partition: number, hole: PartitionBounds): string {
  const files = `the archive lacks ${lengthOf([hole])} offsets of ${topic}/${partition}, from ${hole.start} to ${hole.end - 1}`
  return `${files}: restore these files from a copy, or let \`upnext archive run\` copy them again where the log still has them`
}
