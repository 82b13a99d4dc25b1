/**
 * ProfileStore: packed profiles, and how far the log has been folded into them.
 *
 * A generation is a full set of profiles built by one version of the fold. Within a generation, profiles and position of one
 * partition change together or not at all: that, and nothing else, makes profiles exactly-once. A store that loses its last
 * second loses profiles and position alike, and the reader simply reads again.
 *
 * Keys are viewer keys. The caller says which partition a key belongs to; a key is only ever used with one partition.
 */
export interface ProfileStore {
  /**
   * One partition's position and some of its profiles, as they were at one instant. A partition never written has
   * position 0; a viewer without profile has `null`. Rejects with `GenerationDroppedError` once the generation is being dropped.
   */
  read(generation: number, partition: number, keys: readonly string[]): Promise<PartitionView>

  /**
   * Compare-and-set: where the partition's position still is `expected`, writes all profiles and moves the position to
   * `next`; otherwise writes nothing and answers the position that it found. Rejects with `GenerationDroppedError` once the
   * generation is being dropped, for ever: whoever slept through the drop must not begin it anew.
   */
  commit(batch: ProfileBatch): Promise<CommitResult>

  /** Every profile of a partition, in no order; those written meanwhile may be missing. */
  scan(generation: number, partition: number): AsyncIterable<StoredProfile>

  /** The active generation, the one before it, and all that exist. */
  generations(): Promise<Generations>

  /**
   * Makes a generation if it does not exist, and answers the one that does. The first ever made is `ready` and becomes active,
   * later ones are `building`. Numbers are never used twice: one below `Generations.next` that does not exist is a `RangeError`.
   */
  createGeneration(wanted: NewGeneration): Promise<GenerationManifest>

  /** Says that a generation has caught up with the log. False where it does not exist or is being dropped. */
  markGenerationReady(generation: number): Promise<boolean>

  /** Compare-and-set of the active generation; remembers the one before it. False too where `next` is not `ready`. */
  activateGeneration(expected: number, next: number): Promise<boolean>

  /**
   * Removes a generation, in small steps that hold nobody up. First its state says `dropping`, then it refuses every read and
   * commit, then its profiles go, and its manifest goes last: killed half-way it is called again and goes on. False where there is
   * no such generation. Rejects with `GenerationActiveError` where it is the active one.
   */
  dropGeneration(generation: number): Promise<boolean>

  /** How full the store is, and about how much of it one generation takes. Walks through all its keys: not for serving. */
  capacity(generation: number): Promise<Capacity>

  /** Waits for what is under way. Harmless when called twice. */
  close(): Promise<void>
}

export interface PartitionView {
  readonly position: number
  /** In the order of the keys asked for. */
  readonly profiles: readonly (Uint8Array | null)[]
}

export interface ProfileBatch {
  readonly generation: number
  readonly partition: number
  readonly expected: number
  readonly next: number
  /** `null` deletes. */
  readonly profiles: readonly { readonly key: string; readonly bytes: Uint8Array | null }[]
}

export type CommitResult = { readonly ok: true } | { readonly ok: false; readonly position: number }

export interface StoredProfile {
  readonly key: string
  readonly bytes: Uint8Array
}

export interface NewGeneration {
  readonly generation: number
  /** Version of the fold that builds it. */
  readonly foldVersion: number
  readonly createdAtMs: number
}

export interface GenerationManifest extends NewGeneration {
  /**
   * `building`: not yet at the log's end, only its rebuild writes to it. `ready`: kept at the log's end, may be made active.
   * `dropping`: gone, except for what is still being removed.
   */
  readonly state: 'building' | 'ready' | 'dropping'
}

export interface Generations {
  /** 0 where there is none yet. */
  readonly active: number
  /** The one that was active before the last switch, as long as it exists; 0 where there is none. */
  readonly previous: number
  /** The lowest number that no generation ever had or skipped. */
  readonly next: number
  readonly manifests: readonly GenerationManifest[]
}

export interface Capacity {
  readonly usedBytes: number
  /** What the store may grow to; `null` where nothing limits it. */
  readonly limitBytes: number | null
  /** About what the generation takes of it. */
  readonly generationBytes: number
}
