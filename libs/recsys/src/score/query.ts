/** What scoring is asked, and what it answers. */
import type { ItemIndex } from '../model/item-index.ts'
import type { LiveRows } from '../model/live-rows.ts'
import type { Model } from '../model/model.ts'
import type { Scratch } from './scratch.ts'

/** What all queries share. `index` must start with the model's titles, and number those of the live rows too. */
export interface Scored {
  readonly model: Model
  readonly live: LiveRows
  readonly index: ItemIndex
  /** May this title be shown? Asked only about titles that would make it into the answer, so it may cost a little. */
  readonly allowed: (item: number) => boolean
  /** At most this many titles; 0 or less answers none. */
  readonly limit: number
  /** Working memory to use again; absent: made for this query. */
  readonly scratch?: Scratch
}

export interface NextQuery extends Scored {
  /** Newest first. */
  readonly history: readonly HistoryEntry[]
}

export interface HistoryEntry {
  readonly item: number
  /** From `gradedWeight`: -1 to 1. A negative one lowers what goes with the title. */
  readonly weight: number
}

export interface SimilarQuery extends Scored {
  readonly item: number
}

export interface ScoredItem {
  readonly item: number
  /** Greater than 0; compares within one answer only. */
  readonly score: number
  /** What spoke for the title, greatest share first. The shares sum to 1. */
  readonly causes: readonly Cause[]
}

export type Cause =
  | { readonly kind: 'title'; readonly item: number; readonly share: number }
  | { readonly kind: 'popular'; readonly share: number }
