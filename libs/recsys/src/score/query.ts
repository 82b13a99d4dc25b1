/** What scoring is asked, and what it answers. */
import type { LiveModel } from '../model/live-model.ts'
import type { Scratch } from './scratch.ts'

/** What all queries share. */
export interface Scored {
  readonly live: LiveModel
  /** Recent popularity is as of then. */
  readonly atMs: number
  /** May this title be shown? Asked only about titles that would make it into the answer, so it may cost a little. */
  readonly allowed: (item: number) => boolean
  /** At most this many titles; 0 or less answers none. */
  readonly limit: number
  /** Working memory to use again, asked for once it is needed; absent: made for this query. */
  readonly scratch?: () => Scratch
}

export type NextQuery = Scored & ScoringQuery

/** What scores depend on, whatever is picked by them. */
export interface ScoringQuery extends Pick<Scored, 'live' | 'atMs' | 'scratch'> {
  /** Newest first, each title once. */
  readonly history: readonly HistoryEntry[]
  /** Whether titles of the history may be answered, the newest excepted. */
  readonly again?: boolean
}

export interface HistoryEntry {
  readonly item: number
  /** From `gradedWeight`. A negative one lowers what goes with the title. */
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

/** An answer whose causes are worked out when they are asked for. */
export interface RankedItems {
  readonly items: Uint32Array
  readonly scores: Float64Array
  /** Those of the title at this place; see `ScoredItem`. To be asked for before anything else happens to the model. */
  readonly causesOf: (at: number) => readonly Cause[]
}

export type Cause =
  /** What a title of the history gave. */
  | { readonly kind: 'title'; readonly item: number; readonly share: number }
  | { readonly kind: 'popular'; readonly share: number }
  /** The viewer has watched it before. */
  | { readonly kind: 'again'; readonly share: number }
