/** A title on its way into a row. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash, Playback, ReasonType, Sponsorship } from '@upnext/contracts'

export interface Candidate {
  readonly title: CatalogTitle
  /** Greater than 0; compares within one row. */
  readonly score: number
  /** What spoke for it, greatest share first; the shares sum to at most 1. */
  readonly causes: readonly CandidateCause[]
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

/** A candidate that says why it is one when it is asked: of those that a row looks at, few are shown. */
export function explainedLater(
  title: CatalogTitle,
  score: number,
  explain: () => readonly CandidateCause[],
): Candidate {
  return new Explained(title, score, explain)
}

class Explained {
  declare readonly causes: readonly CandidateCause[]
  readonly title: CatalogTitle
  readonly score: number
  #explain: (() => readonly CandidateCause[]) | null
  #causes: readonly CandidateCause[] = []

  constructor(title: CatalogTitle, score: number, explain: () => readonly CandidateCause[]) {
    this.title = title
    this.score = score
    this.#explain = explain
    Object.defineProperty(this, 'causes', CAUSES)
  }

  static causesOf(candidate: Explained): readonly CandidateCause[] {
    if (candidate.#explain !== null) {
      candidate.#causes = candidate.#explain()
      candidate.#explain = null
    }
    return candidate.#causes
  }
}

/** Of each candidate itself, and not of its class: candidates are copied with `...`, and a copy has to have its causes. */
const CAUSES = {
  enumerable: true,
  get(this: Explained): readonly CandidateCause[] {
    return Explained.causesOf(this)
  },
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
