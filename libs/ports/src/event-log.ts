/**
 * EventLog: an append-only log of topics, each split into partitions.
 *
 * What every adapter promises, and the contract suite tests:
 * - a record's partition is `partitionOf(key, partitions of the topic)`, and order holds within a partition only;
 * - `append` resolves once every record would survive a crash of this process (and, on Kafka, is on all in-sync
 *   replicas). When it rejects, any of the records may still be in the log: the caller may append them again, readers
 *   are ready for duplicates;
 * - readers keep their own position. The log remembers nothing for them.
 */
export interface EventLog {
  /**
   * Appends in the given order and answers, record by record, the next offset to read: a record at offset o gives o + 1.
   * Rejects with `LogUnavailableError` when the log cannot take them now, `RecordTooLargeError` when it never will.
   */
  append(topic: string, records: readonly NewRecord[]): Promise<Position[]>

  /**
   * Reads the partitions that this member of `group` is given; other members read the rest, and take over when it is gone.
   * The reader starts each partition where `reader.position` says, asked anew at every hand-over.
   */
  share(topic: string, group: string, reader: SharedReader): Promise<Subscription>

  /** Reads every partition from the given positions (absent: the log's start), without sharing them with anybody. */
  follow(topic: string, from: readonly Position[], reader: Reader): Promise<Subscription>

  /** First offset still kept (`start`) and next offset to be written (`end`) of every partition, by partition number. */
  bounds(topic: string): Promise<PartitionBounds[]>

  /** Stops every subscription after its batch in hand, then lets go of everything. Harmless when called twice. */
  close(): Promise<void>
}

/** Where reading goes on: `nextOffset` is the first offset that has not been read. */
export interface Position {
  readonly topic: string
  readonly partition: number
  readonly nextOffset: number
}

export interface PartitionBounds {
  readonly start: number
  readonly end: number
}

export interface NewRecord {
  /** Decides the partition. */
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface LogRecord {
  readonly offset: number
  readonly key: Uint8Array
  readonly value: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** Records of one partition in offset order. Offsets may leave gaps. */
export interface RecordBatch {
  readonly topic: string
  readonly partition: number
  /** The position that the reader had when it was given this batch. */
  readonly position: number
  readonly records: readonly LogRecord[]
  /** Where reading goes on after this batch. */
  readonly nextOffset: number
  /** Next offset to be written, as far as the reader knows: `end - nextOffset` is the lag left behind this batch. */
  readonly end: number
}

export interface Reader {
  /**
   * Handles one batch; batches of one partition come one at a time. Answers the offset to go on from: usually
   * `batch.nextOffset`, or another where the reader's own store says so. When it rejects, the batch is offered again after
   * a pause that grows up to some seconds.
   */
  onBatch(batch: RecordBatch): Promise<number>
  /** Told about every rejection of `onBatch`, before the batch is offered again. */
  onRetry?(error: Error, batch: RecordBatch): void
  /**
   * Whether reading goes on from the log's start where a position lies before it, because what was there is not missed. Without
   * it, such a position ends reading with a `HistoryLostError`. In `follow`, a partition without a position always starts at the
   * log's start. A position past the log's end always ends reading, with a `PositionPastEndError`.
   */
  readonly losesHistory?: boolean
  /** Told once when reading has ended by itself and will not go on: the process should say so and exit. */
  onCrash?(error: Error): void
}

export interface SharedReader extends Reader {
  /** Next offset to read of a partition that was just given to this member. */
  position(partition: number): Promise<number>
  /** Told which partitions this member holds, whenever that changes. */
  onAssigned?(partitions: readonly number[]): void
}

export interface Subscription {
  /** Resolves after the batch in hand; no batch is given out afterwards. Harmless when called twice. */
  close(): Promise<void>
}

/** What an adapter is told about a topic when it opens. */
export interface TopicSpec {
  readonly name: string
  readonly partitions: number
  /** Milliseconds that records are kept; absent: for ever. */
  readonly retentionMs?: number
}
