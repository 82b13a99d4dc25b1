/** What a row is made of, and what making one answers. One maker a type of row, in `kinds/`. */
import type { Catalog, CatalogTitle } from '@upnext/catalog'
import type { RowTitle } from '@upnext/contracts'
import type { NextRanking } from '@upnext/recsys'
import type { ListSettings, RowKind, RowSpecOf } from '@upnext/rows'
import type { OfferIndex } from '../catalogue/offer-index.ts'
import type { SeriesIndex } from '../catalogue/series-index.ts'
import type { Asker } from '../facts/asker.ts'
import type { SharedWatching } from '../facts/friends.ts'
import type { HistoryTitle } from '../facts/history.ts'
import type { RuleName } from '../rules/rule.ts'
import type { Trends } from '../trends/trends.ts'
import type { Candidate } from './candidate.ts'
import type { CatalogOrder } from './catalog-order.ts'
import type { Shelf } from './rungs.ts'
import type { WindowOrder } from './window-order.ts'

/**
 * Answers the rows that a line of the rows file stands for: none where it has nothing to say to this viewer, several for lines with a
 * `count`. Pure: everything it may know is in the context.
 */
export type RowMaker<Kind extends RowKind> = (spec: RowSpecOf<Kind>, context: RowContext) => readonly RowDraft[]

/** A row before the page has decided which titles it keeps. */
export interface RowDraft {
  /** Stable between answers: the spec's id, or with what it is about: `because:tt42`, `genre:comedy`. */
  readonly rowId: string
  readonly title: RowTitle
  /** Another title, where what is written above a row depends on what it shows in the end. */
  readonly titleFor?: (shown: readonly Candidate[]) => RowTitle
  /**
   * Best first, allowed by `allows` or `allowsBut`, none twice; more than the row shows, up to `depth`, so that the page can take some
   * away and a token carries the rest.
   */
  readonly candidates: readonly Candidate[]
  /**
   * Says anew with what probability each came to its place, where chance drew the row and another row has taken some: among those that
   * are left, in their order. Absent: chance had no hand in it.
   */
  readonly odds?: (left: readonly Candidate[]) => readonly Candidate[]
  /** What reasons may name; where absent, the asker's history. */
  readonly history?: readonly HistoryTitle[]
  /** The title that the row is about. */
  readonly about?: CatalogTitle
  /** The viewer's history has chosen what the row is about, whatever its titles are there for. */
  readonly isPersonal?: boolean
  /** The order says something by itself (newest first, as the editors wrote it): it is not rearranged for diversity. */
  readonly inOrder: boolean
}

/** Everything that rows may know about whoever asks, of one moment. The same for all rows of a page, but for `spec`'s own filter. */
export interface RowContext {
  readonly nowMs: number
  readonly asker: Asker
  readonly catalog: Catalog
  readonly order: CatalogOrder
  readonly windows: WindowOrder
  /** What rows are made from: the asker's own, before it a title that the request says has just ended. */
  readonly history: readonly HistoryTitle[]
  readonly episodes: SeriesIndex
  readonly offers: OfferIndex
  /** What friends let this viewer know of; empty where they were not read. */
  readonly friends: readonly SharedWatching[]
  /** `null`: no model yet. */
  readonly shelf: Shelf | null
  /** What is watched of late, by country. */
  readonly trends: Trends
  /** The title that the request is about. */
  readonly about: CatalogTitle | null
  /**
   * Titles that no rule hides, or `seen` alone, once the whole catalogue has been asked about; `null` before. Where few are left, they
   * are all that a row need look at; where none is, no row need look for any.
   */
  readonly left: () => readonly CatalogTitle[] | null
  /** All rules, the request's and the row's filter. */
  readonly allows: (title: CatalogTitle) => boolean
  /** The same, but for these rules: a row of what was watched before does not ask whether a title was seen. */
  readonly allowsBut: (...rules: readonly RuleName[]) => (title: CatalogTitle) => boolean
  /** What goes with `history`, scored once for all rows that read it; `null`: no model yet. */
  readonly ranking: NextRanking | null
  /** The best of it, best first, all of them allowed. Empty without a model. */
  readonly scored: () => readonly Candidate[]
  /** Whether an episode may be played, where its series is allowed. */
  readonly mayPlay: (episode: CatalogTitle, series: CatalogTitle) => boolean
  readonly list: ListSettings
  /** What chance depends on: the same for the same viewer and session. */
  readonly seed: string
  /** How many candidates are wanted. */
  readonly depth: number
  /** Whether a row is gone on with: its titles were chosen when the page was made, and only what speaks for them is asked. */
  readonly isResumed: boolean
}
