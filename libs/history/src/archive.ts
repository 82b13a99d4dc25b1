/** Archive: what was copied out of the log before the log forgot it. */
import type { LogRecord, PartitionBounds } from '@upnext/ports'

export interface Archive {
  /**
   * By partition, the offsets that the archive holds without a gap: `start` the first, `end` the next after the last. Both 0
   * where it holds nothing.
   */
  bounds(topic: string, partitions: number): Promise<readonly PartitionBounds[]>

  /** Records of one partition in offset order, from `from` to the archive's end. Offsets may leave gaps, as in the log. */
  read(topic: string, partition: number, from: number): AsyncIterable<ArchivedBatch>
}

export interface ArchivedBatch {
  /** In offset order; may be empty, where everything was erased. */
  readonly records: readonly LogRecord[]
  /** Where reading goes on after this batch. */
  readonly nextOffset: number
}
