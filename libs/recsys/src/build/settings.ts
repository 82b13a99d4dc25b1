/** What a model depends on besides the plays: all of it is chosen by the tuner, within what is declared here. */
import type { CountSettings } from '../counts/counts.ts'
import { COUNT_SETTINGS } from '../counts/counts.ts'
import type { Channel, Ranker } from '../model/model.ts'

export interface ModelSettings {
  readonly counts: CountSettings
  /** See `similarity/gram.ts`; of each viewer the `mostTitles` newest titles. */
  readonly gram: { readonly damping: number; readonly mostEntries: number; readonly mostTitles: number }
  readonly ridge: { readonly regularization: number; readonly candidates: number }
  /** Most neighbours in a row. */
  readonly neighbours: number
  /** Titles of a history that scoring reads. */
  readonly historyLimit: number
  readonly channels: readonly Channel[]
  /** Weights of the unlearned score, by channel. */
  readonly blend: readonly number[]
}

/** Settings, and what was learned with them. */
export interface Configuration {
  readonly settings: ModelSettings
  readonly ranker: Ranker | null
  readonly again: Ranker | null
}

/** Row sets. Those of counts are also the ones that live updates replace. */
export const ROW_SETS = {
  long: 'long',
  short: 'short',
  reverse: 'reverse',
  ridge: 'ridge',
  cosine: 'cosine',
  lift: 'lift',
  walk: 'walk',
  twoHop: 'two-hop',
  lowPass: 'low-pass',
  content: 'content',
} as const

const channel = (rowSet: string, recency: number | null): Channel => ({ rowSet, recency })

/** Where plays have an order. What each row set is: docs/model.md. */
export const ORDERED_CHANNELS: readonly Channel[] = [
  channel(ROW_SETS.long, 2),
  channel(ROW_SETS.long, 6),
  channel(ROW_SETS.short, 1),
  channel(ROW_SETS.short, 2),
  channel(ROW_SETS.reverse, 4),
  channel(ROW_SETS.ridge, 6),
  channel(ROW_SETS.ridge, 20),
  channel(ROW_SETS.ridge, null),
]

/** Where there is no time, only which titles go together can be known. */
export const TIMELESS_CHANNELS: readonly Channel[] = [
  channel(ROW_SETS.ridge, null),
  channel(ROW_SETS.cosine, null),
  channel(ROW_SETS.lift, null),
  channel(ROW_SETS.walk, null),
]

/** Row sets that help here and not there: kept where they help, left away where not. */
export const OPTIONAL_CHANNELS: Readonly<Record<'ordered' | 'timeless', readonly Channel[]>> = {
  ordered: [
    channel(ROW_SETS.lowPass, 20),
    channel(ROW_SETS.twoHop, 1),
    channel(ROW_SETS.twoHop, null),
    channel(ROW_SETS.content, 3),
    channel(ROW_SETS.content, null),
  ],
  timeless: [channel(ROW_SETS.lowPass, null), channel(ROW_SETS.twoHop, null), channel(ROW_SETS.content, null)],
}

export const MODEL_SETTINGS: ModelSettings = {
  counts: COUNT_SETTINGS,
  gram: { damping: 0.3, mostEntries: 60_000_000, mostTitles: 500 },
  ridge: { regularization: 100, candidates: 100 },
  neighbours: 150,
  historyLimit: 100,
  channels: ORDERED_CHANNELS,
  blend: [1, 0, 0, 0, 0, 0, 0.5, 0],
}
