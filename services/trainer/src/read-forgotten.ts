/** What the log has forgotten and is not known yet comes from the archive, or a trainer must not go on as if it had never been. */
import { readHistory, sliceOf } from '@upnext/history'
import type { History } from '@upnext/history'
import type { PartitionBounds, RecordBatch } from '@upnext/ports'
import { positionsOf } from './training-state.ts'

export interface ForgottenOptions {
  readonly topic: string
  /** What the log has now, by partition. */
  readonly bounds: readonly PartitionBounds[]
  /** Next offset that is wanted, by partition: moved on to where neither log nor archive lacks anything. */
  readonly positions: Map<number, number>
  readonly signal: AbortSignal
  readonly onLost: (records: number) => void
  /** Answers the next offset that it wants. */
  readonly onBatch: (batch: RecordBatch) => number
}

/** Rejects with `HistoryLostError` where events are missing and may not be. */
export async function readForgotten(history: History, options: ForgottenOptions): Promise<void> {
  const { topic, bounds, positions, signal, onLost, onBatch } = options
  const slice = await sliceOf(history, topic, { from: positionsOf(topic, positions) })
  const lost = slice.reduce((sum, { start: first }, p) => sum + first - (positions.get(p) ?? 0), 0)
  if (lost > 0) onLost(lost)
  for (const [partition, { start: first }] of slice.entries()) positions.set(partition, first)
  const forgotten = slice.map(({ start: first, end }, partition) => {
    return { start: first, end: Math.max(first, Math.min(end, bounds[partition]?.start ?? 0)) }
  })
  await readHistory(history, { topic, slice: forgotten, signal, onBatch: async (batch) => onBatch(batch) })
}
