/**
 * What holds where a rows file says nothing.
 *
 * Priorities: a title that two rows want goes to the one with the higher. First come rows that are tasks (go on watching, the next
 * episode) and the viewer's own list; then what somebody has chosen by hand; then rows that have few titles to choose from, because
 * they are about something narrow; last those that find others easily.
 */
import type { ListSettings } from './rows-file.ts'
import type { RowKind } from './rows-schema.ts'

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
  /** Of the type's own settings; those without a default are not here. */
  readonly own: Readonly<Record<string, number | boolean | string>>
}

const row = (priority: number, own: RowDefaults['own'] = {}): RowDefaults => ({
  priority,
  fill: false,
  min_items: null,
  own,
})
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
  continue_watching: small(
    row(950, { started: 0.02, started_seconds: 60, finished: 0.92, next_episode: true, within_days: 365 }),
  ),
  watch_next: small(row(900, { finished: 0.92, within_days: 365 })),
  my_list: small(row(850)),
  sponsored: small(row(800, { most_per_page: 4 })),
  editorial: small(row(750)),
  friends: small(row(700, { within_days: 90 })),
  watch_again: small(row(650, { after_days: 30 })),
  rent_or_buy: row(620),
  leaving_soon: row(600, { within_days: 14 }),
  more_like_this: filled(row(550)),
  because_you_watched: row(500, { count: 1, min_weight: 0.5 }),
  next_to_watch: filled(row(450)),
  top_picks: filled(row(430)),
  new_arrivals: row(400, { within_days: 30 }),
  hidden_gems: row(380, { most_popular: 0.8 }),
  trending: row(350, { scope: 'country' }),
  popular_in_country: row(320),
  genre: row(300, { count: 3 }),
  surprise: row(260),
  popular: filled(row(200, { period: 'month' })),
}
