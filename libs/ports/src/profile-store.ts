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
   * position 0; a viewer without profile has `null`.
   */
  read(generation: number, partition: number, keys: readonly string[]): Promise<PartitionView>

  /**
   * Compare-and-set: where the partition's position still is `expected`, writes all profiles and moves the position to
   * `next`; otherwise writes nothing and answers the position that it found.
   */
  commit(batch: ProfileBatch): Promise<CommitResult>

  /** Every profile of a partition, in no order; those written meanwhile may be missing. */
  scan(generation: number, partition: number): AsyncIterable<StoredProfile>

  /** The active generation and all that exist. */
  generations(): Promise<Generations>

  /** Makes a generation if it does not exist, and answers the one that does. The first ever made becomes active. */
  createGeneration(manifest: GenerationManifest): Promise<GenerationManifest>

  /** Compare-and-set of the active generation. */
  activateGeneration(expected: number, next: number): Promise<boolean>

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

export interface GenerationManifest {
  readonly generation: number
  /** Version of the fold that builds it. */
  readonly foldVersion: number
  readonly createdAtMs: number
}

export interface Generations {
  /** 0 where there is none yet. */
  readonly active: number
  readonly manifests: readonly GenerationManifest[]
}
