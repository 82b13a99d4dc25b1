/** Which part of a topic's history is read: decided once, so that the same part can be read again. */
import { HistoryLostError } from '@upnext/ports'
import type { PartitionBounds, Position } from '@upnext/ports'
import type { History } from './history.ts'

/** First offset, and next offset after the last, by partition number. */
export type Slice = readonly PartitionBounds[]

export interface SliceOptions {
  /** Where to begin; a partition not named: with the first record ever. */
  readonly from?: readonly Position[]
  /** Next offset after the last; a partition not named: at the log's end as it is now. */
  readonly until?: readonly Position[]
}

/** Rejects with `HistoryLostError` where the slice begins before all that is kept, unless the history may lose that. */
export async function sliceOf(history: History, topic: string, options: SliceOptions = {}): Promise<Slice> {
  const log = await history.log.bounds(topic)
  const archived = (await history.archive?.bounds(topic, log.length)) ?? []
  const from = byPartition(options.from)
  const until = byPartition(options.until)
  const kept = log.map((bounds, partition) => keptOf(bounds, archived[partition]))
  const wanted = log.map((_, partition) => from.get(partition) ?? 0)
  if (!history.mayLose) refuseLost(topic, wanted, kept)
  return kept.map(({ start, end }, partition) => {
    const first = Math.min(Math.max(wanted[partition] ?? 0, start), end)
    return { start: first, end: Math.max(first, Math.min(end, until.get(partition) ?? end)) }
  })
}

/** What log and archive hold together without a gap. */
export function keptOf(log: PartitionBounds, archived: PartitionBounds | undefined): PartitionBounds {
  const joins = archived !== undefined && archived.start < log.start && archived.end >= log.start
  return { start: joins ? archived.start : log.start, end: log.end }
}

function refuseLost(topic: string, wanted: readonly number[], kept: Slice): void {
  const lost = wanted.flatMap((first, partition) => {
    const { start = 0 } = kept[partition] ?? {}
    return first < start ? [{ partition, first, start }] : []
  })
  const [example] = lost
  if (example === undefined) return
  const records = lost.reduce((sum, { first, start }) => sum + start - first, 0)
  throw new HistoryLostError(
    `${records} records of ${topic} are in neither log nor archive, in ${lost.length} partitions (${example.partition}: ` +
      `offsets ${example.first} to ${example.start - 1}): name the archive with UPNEXT_ARCHIVE, or say --lose-history (a service: UPNEXT_LOSE_HISTORY=true) where going on without them is meant`,
  )
}

function byPartition(positions: readonly Position[] = []): ReadonlyMap<number, number> {
  return new Map(positions.map(({ partition, nextOffset }) => [partition, nextOffset]))
}
