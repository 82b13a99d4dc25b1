/**
 * A model in use: its rows, those that have changed since it was built, the titles that are newer than it, and what scoring needs
 * prepared. One for each model and process.
 */
import { createPopularityClock } from '../score/popularity-clock.ts'
import type { PopularityClock } from '../score/popularity-clock.ts'
import { planChannels } from '../score/channel-plan.ts'
import type { ChannelPlan } from '../score/channel-plan.ts'
import { createRankTables } from '../score/rank-tables.ts'
import type { RankTables } from '../score/rank-tables.ts'
import { placeRow, rowsOfSet } from '../score/row-source.ts'
import type { PlaceRow, RowSource } from '../score/row-source.ts'
import { createItemIndex } from './item-index.ts'
import type { ItemIndex } from './item-index.ts'
import type { LiveRow, Model, RowSet } from './model.ts'

export interface LiveModel extends RowSource {
  readonly model: Model
  /** Starts with the model's titles. */
  readonly index: ItemIndex
  readonly plan: ChannelPlan
  readonly popularity: PopularityClock
  /** How titles not watched yet are ranked, and how where watched ones may come again. */
  readonly fresh: RankTables
  readonly again: RankTables
  /** Replaces a row. Neighbours are numbers of `index`. */
  setRow(rowSet: string, item: number, row: LiveRow): void
  /** Rows that were set, over all row sets. */
  liveRows(): number
}

export function createLiveModel(model: Model): LiveModel {
  const live = new Map([...model.rowSets.keys()].map((name) => [name, new Map<number, LiveRow>()]))
  const readers = new Map([...live].map(([name, rows]) => [name, newestRows(rows, model.rowSets.get(name))]))
  const { channels } = model.parameters
  const fresh = createRankTables(model.parameters, model.parameters.ranker, false)
  return {
    model,
    index: createItemIndex(model.items),
    plan: planChannels(channels),
    popularity: createPopularityClock(model.popularity),
    fresh,
    again: model.parameters.again === null ? fresh : createRankTables(model.parameters, model.parameters.again, true),
    liveRows: () => [...live.values()].reduce((sum, rows) => sum + rows.size, 0),
    setRow: (rowSet, item, row) => live.get(rowSet)?.set(item, row),
    rowsOf: (rowSet) => readers.get(rowSet) ?? NO_ROWS,
  }
}

const NO_ROWS = rowsOfSet(undefined)

/** Rows that were set stand before those of the model. */
function newestRows(set: ReadonlyMap<number, LiveRow>, built: RowSet | undefined): PlaceRow {
  const placeBuilt = rowsOfSet(built)
  return (item, place) => {
    const row = set.size === 0 ? undefined : set.get(item)
    if (row === undefined) placeBuilt(item, place)
    else placeRow(row, place)
  }
}

/** The same rows, ranked by the unlearned blend. */
export function withoutRanker(live: LiveModel): LiveModel {
  const blend = createRankTables(live.model.parameters, null, false)
  return { ...live, fresh: blend, again: blend }
}
