/**
 * What holds where a rows file says nothing.
 *
 * Priorities: a title that two rows want goes to the one with the higher. First come rows that are tasks (go on watching, the next
 * episode) and the viewer's own list; then what somebody has chosen by hand; then rows that have few titles to choose from, because
 * they are about something narrow; last those that find others easily.
 */
import type { ListSettings } from './list-settings.ts'
import type { RowDocumentOf, RowKind } from './rows-schema.ts'

export const DEFAULT_ITEMS = 20
/** Of rows that are worth showing with few titles only where `RowDefaults` says so. */
export const DEFAULT_MIN_ITEMS = 4

/** What `ARRANGE_SETTINGS` of libs/recsys is, which was measured: docs/evaluation.md, "What the page costs". */
export const DEFAULT_LIST: ListSettings = {
  diversity: 0.5,
  calibration: 0.5,
  popularity: 0,
  fatigue: 0.5,
  exploration: 0.1,
}

export interface RowDefaults {
  readonly priority: number
  readonly fill: boolean
  /** `null`: that of the file, or the usual. */
  readonly min_items: number | null
}

const row = (priority: number): RowDefaults => ({ priority, fill: false, min_items: null })
const small = (defaults: RowDefaults): RowDefaults => ({ ...defaults, min_items: 1 })
const filled = (defaults: RowDefaults): RowDefaults => ({ ...defaults, fill: true })

/** Types whose rows the ladder never fills: they are what the viewer, friends, sponsors or shops have made of them, and nothing else. */
export const NEVER_FILLED: ReadonlySet<RowKind> = new Set([
  'continue_watching',
  'watch_next',
  'my_list',
  'watch_again',
  'rent_or_buy',
  'friends',
  'sponsored',
])

export const ROW_DEFAULTS: Readonly<Record<RowKind, RowDefaults>> = {
  continue_watching: small(row(950)),
  watch_next: small(row(900)),
  my_list: small(row(850)),
  sponsored: small(row(800)),
  editorial: small(row(750)),
  friends: small(row(700)),
  watch_again: small(row(650)),
  rent_or_buy: row(620),
  leaving_soon: row(600),
  more_like_this: filled(row(550)),
  because_you_watched: row(500),
  next_to_watch: filled(row(450)),
  top_picks: filled(row(430)),
  new_arrivals: row(400),
  hidden_gems: row(380),
  trending: row(350),
  popular_in_country: row(320),
  genre: row(300),
  surprise: row(260),
  popular: filled(row(200)),
}

/** What the types' own settings are where nobody says them; settings that have no default are not here. */
export const OWN_DEFAULTS = {
  continue_watching: { started: 0.02, started_seconds: 60, finished: 0.92, next_episode: true, within_days: 365 },
  watch_next: { finished: 0.92, within_days: 365 },
  next_to_watch: {},
  top_picks: {},
  because_you_watched: { count: 1, min_weight: 0.5 },
  more_like_this: {},
  watch_again: { after_days: 30 },
  my_list: {},
  trending: { scope: 'country' },
  popular: { period: 'month' },
  popular_in_country: {},
  new_arrivals: { within_days: 30 },
  leaving_soon: { within_days: 14 },
  genre: { count: 3 },
  hidden_gems: { most_popular: 0.8 },
  surprise: {},
  editorial: {},
  rent_or_buy: {},
  friends: { within_days: 90 },
  sponsored: { most_per_page: 4 },
} satisfies { readonly [Kind in RowKind]: Partial<RowDocumentOf<Kind>> }

/** A type's own settings that a row always has, once it is read. */
export type OwnSettings<Kind extends RowKind> = {
  readonly [Setting in keyof (typeof OWN_DEFAULTS)[Kind] & keyof RowDocumentOf<Kind>]-?: NonNullable<
    RowDocumentOf<Kind>[Setting]
  >
}
