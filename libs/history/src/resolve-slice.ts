/** From what somebody asked for to the exact offsets, once: from then on the slice is the same whoever reads it. */
import { PositionPastEndError } from '@upnext/ports'
import type { LogRecord, PartitionBounds, Position } from '@upnext/ports'
import type { Boundary } from './boundary.ts'
import type { History } from './history.ts'
import { offsetsAt } from './offsets-at.ts'
import { keptOf, sliceOf } from './slice.ts'
import type { Slice } from './slice.ts'

export interface SliceRequest {
  readonly from: Boundary
  readonly until: Boundary
  /** How to read when a record was received; `null`: such records do not say. */
  readonly receivedAt: ((record: LogRecord) => number | null) | null
  readonly signal: AbortSignal
}

/** A time was asked for where records do not say when they were received. */
export class NoReceivedTimeError extends Error {
  override readonly name = 'NoReceivedTimeError'
}

/** The slice would end before it begins, in whatever there is of the topic. */
export class InvertedSliceError extends Error {
  override readonly name = 'InvertedSliceError'
}

/**
 * Rejects with `HistoryLostError` where the slice begins before all that is kept, with `PositionPastEndError` where an offset lies
 * behind the end of its partition's log (one for all partitions: behind the end of each), with `InvertedSliceError`, and with
 * `NoReceivedTimeError`.
 */
export async function resolveSlice(history: History, topic: string, request: SliceRequest): Promise<Slice> {
  const { from, until } = request
  const kept = await keptSlice(history, topic)
  for (const boundary of [from, until]) refusePastEnd(topic, boundary, kept)
  const times = [from, until].flatMap((boundary) => (boundary.kind === 'time' ? [boundary.timeMs] : []))
  const found = times.length === 0 ? [] : await search(history, topic, { ...request, times, kept })
  const fromFound = from.kind === 'time' ? found.shift() : undefined
  const [untilFound] = found
  const wanted = kept.map((bounds, partition) => ({
    from: fromFound?.[partition] ?? offsetOf(from, partition, { ...bounds, start: 0 }),
    until: untilFound?.[partition] ?? offsetOf(until, partition, bounds),
    bounds,
  }))
  refuseInverted(topic, request, wanted)
  return sliceOf(history, topic, {
    from: positions(topic, wanted, ({ from: offset, bounds }) =>
      // So late a record right at the start of what is kept: there may have been such before it.
      fromFound !== undefined && offset === bounds.start ? 0 : offset,
    ),
    until: positions(topic, wanted, ({ until: offset }) => offset),
  })
}

async function keptSlice({ log, archive }: History, topic: string): Promise<Slice> {
  const bounds = await log.bounds(topic)
  const archived = (await archive?.bounds(topic, bounds.length)) ?? []
  return bounds.map((logged, partition) => keptOf(logged, archived[partition]))
}

function search(
  history: History,
  topic: string,
  { receivedAt, signal, times, kept }: SliceRequest & { readonly times: readonly number[]; readonly kept: Slice },
): Promise<number[][]> {
  if (receivedAt === null) {
    throw new NoReceivedTimeError(
      `records of ${topic} do not say when they were received: name offsets instead of times`,
    )
  }
  return offsetsAt({ ...history, mayLose: true }, { topic, slice: kept, times, receivedAt, signal })
}

interface Wanted {
  readonly from: number | undefined
  readonly until: number | undefined
  readonly bounds: PartitionBounds
}

/** The whole is from the first record ever, also where that is lost: so it is told. Nothing for a partition that is not named. */
function offsetOf(boundary: Boundary, partition: number, whole: PartitionBounds): number | undefined {
  if (boundary.kind === 'offset') return boundary.offset
  if (boundary.kind === 'offsets') return boundary.offsets.get(partition)
  return boundary.kind === 'beginning' ? whole.start : whole.end
}

function refusePastEnd(topic: string, boundary: Boundary, kept: readonly PartitionBounds[]): void {
  if (boundary.kind === 'offset') {
    const last = Math.max(...kept.map(({ end }) => end))
    if (boundary.offset <= last) return
    throw new PositionPastEndError(
      `offset ${boundary.offset} is in no partition of ${topic} (the longest ends at ${last}): name one up to that, or end`,
    )
  }
  if (boundary.kind !== 'offsets') return
  for (const [partition, offset] of boundary.offsets) {
    const end = kept[partition]?.end
    if (end !== undefined && offset <= end) continue
    const where = end === undefined ? `there is no partition ${partition}` : `its log ends at ${end}`
    throw new PositionPastEndError(
      `offset ${offset} of ${topic}/${partition} is not there (${where}): these offsets are of another log`,
    )
  }
}

/** An empty slice may be meant; one that ends before it begins is a slip, and would look the same. */
function refuseInverted(topic: string, { from, until }: SliceRequest, wanted: readonly Wanted[]): void {
  const lengths = wanted.map(
    ({ from: first = 0, until: end = Infinity, bounds }) => Math.min(end, bounds.end) - Math.min(first, bounds.end),
  )
  const isInverted =
    from.kind === 'time' && until.kind === 'time'
      ? from.timeMs > until.timeMs
      : lengths.some((length) => length < 0) && lengths.every((length) => length <= 0)
  if (!isInverted) return
  throw new InvertedSliceError(`the slice of ${topic} would end before it begins: its two ends are the wrong way round`)
}

function positions(topic: string, all: readonly Wanted[], offset: (wanted: Wanted) => number | undefined): Position[] {
  return all.flatMap((wanted, partition) => {
    const nextOffset = offset(wanted)
    return nextOffset === undefined ? [] : [{ topic, partition, nextOffset }]
  })
}
