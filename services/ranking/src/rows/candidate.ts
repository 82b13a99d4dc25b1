/** A title on its way into a row. */
import type { CatalogTitle } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'

export interface Candidate {
  readonly title: CatalogTitle
  /** Greater than 0; compares within one row. */
  readonly score: number
  /** What spoke for it, greatest share first. */
  readonly causes: readonly CandidateCause[]
}

export type CandidateCause =
  | { readonly kind: 'title'; readonly hash: ItemHash; readonly share: number }
  | { readonly kind: 'popular'; readonly share: number }
  | { readonly kind: 'catalog' }

/** One way to find titles: at most `limit`, best first, all of them allowed. */
export type Rung = (limit: number, allows: (title: CatalogTitle) => boolean) => readonly Candidate[]
