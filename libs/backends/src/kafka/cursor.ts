import type { Batch } from 'kafkajs'
import type { PartitionBounds } from '@upnext/ports'

/** Where one partition is being read, by the reader's reckoning. Made anew at every join of the group. */
export interface Cursor {
  /** Next offset to read; `null` until the reader has said so. */
  position: number | null
  /** How often this position was sought because a batch started elsewhere. */
  seeks: number
  /** Before this there is nothing that a reader is shown: KafkaJS has stepped over it (marks of transactions). */
  steppedTo: number
  /** Resolves once `position` is known, or the partition is no longer ours. */
  ready: Promise<void>
  /** Aborted when the partition is taken away, or reading ends. */
  readonly stop: AbortController
}

/** Whether the log has something for the reader from here on. */
export function hasMore({ position, steppedTo }: Cursor, { start, end }: PartitionBounds): boolean {
  return position !== null && Math.max(position, steppedTo, start) < end
}

/** Batches that were under way before a seek come once. What comes from elsewhere after two is what the log answers. */
const SEEKS = 2

/**
 * What to do with a batch that was fetched from `fetched` while the reader stands at `position`.
 * - `read`: it starts where it should.
 * - `seek`: it starts elsewhere; ask for the right place.
 * - `doubt`: it starts elsewhere although `position` was sought before. KafkaJS begins at the log's start, without a word,
 *   where the log ends before the position, or starts after it; and it steps over what no reader is shown (marks of
 *   transactions). Only the log's bounds tell these apart.
 */
export function judgeBatch(position: number, seeks: number, fetched: number): 'read' | 'seek' | 'doubt' {
  if (fetched === position) return 'read'
  return seeks < SEEKS ? 'seek' : 'doubt'
}

/**
 * The offset that a batch was asked for. KafkaJS has it, but its types do not: should another version lack it, no batch can be
 * trusted, and reading must end loudly.
 */
export function fetchedOffsetOf(batch: Batch): number {
  const fetched: unknown = Reflect.get(batch, 'fetchedOffset')
  if (typeof fetched === 'string' && /^\d+$/.test(fetched)) return Number(fetched)
  throw new Error(
    `this KafkaJS does not say where a batch was fetched from (fetchedOffset is ${String(fetched)}): use 2.2.4`,
  )
}
