/**
 * ModelStore: immutable, checksummed models, and which one is active.
 *
 * A model is seen whole or not at all: `get` answers it only after every byte was written and its SHA-256 agrees. Trainers are
 * told apart by an epoch that only grows; the store refuses one that is behind, whatever its clock or network did.
 */
export interface ModelStore {
  /** A new epoch, greater than any before: whoever claims it fences every earlier trainer off. */
  claimEpoch(): Promise<number>

  /** The newest epoch claimed, 0 before the first: a trainer with a smaller one has been fenced off. */
  epoch(): Promise<number>

  /** Writes a model in chunks of at most 512 KiB, manifest last. Rejects with `ModelExistsError` if the id is taken. */
  put(model: StoredModel): Promise<void>

  /** The whole model, or `null` when there is none of this id or it is not complete. Rejects with `ModelCorruptError`. */
  get(id: string): Promise<StoredModel | null>

  /** The active model's id and the epoch that activated it. */
  active(): Promise<ActiveModel | null>

  /**
   * Compare-and-set: where `expected` (null: none) still is active and no later epoch has been claimed, `next` becomes active.
   * Models other than these two may be deleted from now on.
   */
  activate(change: ModelActivation): Promise<ActivationResult>

  /** Waits for what is under way. Harmless when called twice. */
  close(): Promise<void>
}

export interface StoredModel {
  /** Unique for ever; letters, digits, `-` and `.`. */
  readonly id: string
  /** JSON-serialisable facts about the model. */
  readonly manifest: Readonly<Record<string, unknown>>
  readonly bytes: Uint8Array
}

export interface ActiveModel {
  readonly id: string
  readonly epoch: number
}

export interface ModelActivation {
  readonly expected: string | null
  readonly next: string
  readonly epoch: number
}

export type ActivationResult =
  | { readonly ok: true }
  /** Another model was active than expected. */
  | { readonly ok: false; readonly reason: 'conflict'; readonly active: ActiveModel | null }
  /** A later epoch has been claimed: this trainer must stop. */
  | { readonly ok: false; readonly reason: 'fenced'; readonly epoch: number }
  /** `next` is not in the store, or not whole. */
  | { readonly ok: false; readonly reason: 'missing' }
