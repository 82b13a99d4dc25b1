/** A title on its way into a row. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash, Playback, ReasonType, Sponsorship } from '@upnext/contracts'

export interface Candidate {
  readonly title: CatalogTitle
  /** Greater than 0; compares within one row. */
  readonly score: number
  /** What spoke for it, greatest share first; the shares sum to at most 1. See {@link causesOf}. */
  readonly causes: Causes
  /** Probability with which chance put it here; absent: none had a hand in it. */
  readonly propensity?: number
  /** Where to go on watching. */
  readonly playback?: Playback
  readonly sponsorship?: Sponsorship
  /** The place that the request wants it at; 0: the first. */
  readonly pinnedAt?: number
  /** Step of the ladder that found it; absent: the row's own. */
  readonly step?: LadderStep
}

/** Of those that a row looks at few are shown: what takes work to say is said when it is asked for. */
type Causes = readonly CandidateCause[] | (() => readonly CandidateCause[])

export function causesOf({ causes }: Pick<Candidate, 'causes'>): readonly CandidateCause[] {
  return typeof causes === 'function' ? causes() : causes
}

/** Asks once, however often the candidate and its copies are asked. */
export function explainedLater(explain: () => readonly CandidateCause[]): () => readonly CandidateCause[] {
  let known: readonly CandidateCause[] | null = null
  return () => (known ??= explain())
}

export type CandidateCause =
  /** A title of the history, by what goes with it. */
  { readonly kind: 'title'; readonly hash: ItemHash; readonly share: number } | FactCause

/** Anything else, as the answer says it. */
export interface FactCause {
  readonly kind: 'fact'
  readonly type: ReasonType
  readonly share: number
  /** What the reason says besides; which of these goes with which type is in `row.proto`. */
  readonly country?: string
  readonly genre?: string
  readonly friends?: number
  readonly atMs?: number
}

/** The steps of the ladder, first to last. */
export const LADDER = [
  'own',
  'genre_popular',
  'month_popular',
  'all_time_popular',
  'catalog',
  'watched_before',
] as const
export type LadderStep = (typeof LADDER)[number]

/** One way to find titles: at most `limit`, best first, all of them allowed. */
export type Rung = (limit: number, allows: (title: CatalogTitle) => boolean) => readonly Candidate[]
