import type { NewRecord, RecordBatch, SharedReader } from '../../event-log.ts'

/** A reader that keeps what it was given, and accepts it. */
export interface Recording extends SharedReader {
  readonly batches: RecordBatch[]
  readonly errors: Error[]
  readonly assigned: (readonly number[])[]
  /** Why reading has ended by itself. */
  readonly crashes: Error[]
  /** Texts of all values given so far, in the order given. */
  values(): string[]
}

export interface RecordingOptions {
  /** Decides the answer; by default the batch's next offset. */
  readonly answer?: (batch: RecordBatch) => number | Promise<number>
  /** By default the log's start. */
  readonly position?: (partition: number) => number | Promise<number>
  readonly losesHistory?: boolean
}

export function createRecording({ answer, position, losesHistory }: RecordingOptions = {}): Recording {
  const batches: RecordBatch[] = []
  const errors: Error[] = []
  const assigned: (readonly number[])[] = []
  const crashes: Error[] = []
  return {
    batches,
    errors,
    assigned,
    crashes,
    ...(losesHistory === undefined ? {} : { losesHistory }),
    values: () => batches.flatMap((batch) => batch.records.map(({ value }) => text(value))),
    async onBatch(batch) {
      batches.push(batch)
      return answer === undefined ? batch.nextOffset : answer(batch)
    },
    onRetry: (error) => void errors.push(error),
    onAssigned: (partitions) => void assigned.push(partitions),
    onCrash: (error) => void crashes.push(error),
    position: async (partition) => (position === undefined ? 0 : position(partition)),
  }
}

/** Keeps positions as a store would: what was accepted is where the next reader of the partition begins. */
export function createPositions(positions = new Map<number, number>()): {
  of: (partition: number) => number
  accept: (batch: RecordBatch) => number
} {
  return {
    of: (partition) => positions.get(partition) ?? 0,
    accept(batch) {
      positions.set(batch.partition, batch.nextOffset)
      return batch.nextOffset
    },
  }
}

export function aRecord(key: string, value: string, headers?: Record<string, string>): NewRecord {
  return { key: Buffer.from(key), value: Buffer.from(value), ...(headers === undefined ? {} : { headers }) }
}

/** `count` records with keys k0, k1, ... and values `<prefix>0`, `<prefix>1`, ... */
export function someRecords(count: number, prefix = 'v'): NewRecord[] {
  return Array.from({ length: count }, (_, i) => aRecord(`k${i}`, `${prefix}${i}`))
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString()
}
