import type { Batch } from 'kafkajs'

/** Where one partition is being read, by the reader's reckoning. Made anew at every join of the group. */
export interface Cursor {
  /** Next offset to read; `null` until the reader has said so. */
  position: number | null
  /** The position that was last sought because a batch started elsewhere. */
  sought: number | null
  /** Resolves once `position` is known, or the partition is no longer ours. */
  ready: Promise<void>
  /** Aborted when the partition is taken away, or reading ends. */
  readonly stop: AbortController
}

/**
 * What to do with a batch that was fetched from `fetched` while the reader stands at `position`.
 * - `read`: it starts where it should. Or it starts later although it was asked for from `position`: then the log has nothing
 *   in between (retention, compaction, transaction marks), and the gap is accepted.
 * - `seek`: it starts elsewhere; ask for the right place.
 * - `doubt`: it starts earlier although it was asked for from `position`: the log may end before it. Look, then seek.
 */
export function judgeBatch(position: number, sought: number | null, fetched: number): 'read' | 'seek' | 'doubt' {
  if (fetched === position) return 'read'
  if (sought !== position) return 'seek'
  return fetched > position ? 'read' : 'doubt'
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
