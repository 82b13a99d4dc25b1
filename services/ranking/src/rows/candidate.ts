/** A title on its way into a row. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'

export interface Candidate {
  readonly title: CatalogTitle
  /** Greater than 0; compares within one row. */
  readonly score: number
  /** What spoke for it, greatest share first. */
  readonly causes: readonly CandidateCause[]
  /** Probability with which chance put it here; absent: none had a hand in it. */
  readonly propensity?: number
}

export type CandidateCause =
  | { readonly kind: 'title'; readonly hash: ItemHash; readonly share: number }
  | { readonly kind: 'popular'; readonly share: number }
  /** The viewer has watched it before. */
  | { readonly kind: 'again'; readonly share: number }
  | { readonly kind: 'catalog' }
  /** Put here by chance, to find out who likes it. */
  | { readonly kind: 'exploration' }

/** One way to find titles: at most `limit`, best first, all of them allowed. */
export type Rung = (limit: number, allows: (title: CatalogTitle) => boolean) => readonly Candidate[]
