/** From plays and a configuration to a model: everything is counted and solved anew. */
import { countTimeline } from '../counts/count-timeline.ts'
import type { GrowingCounts } from '../counts/counts.ts'
import type { Model, RowSet } from '../model/model.ts'
import { popularityOf } from '../score/popularity-of.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { countedRowSets, solvedRows } from './build-rows.ts'
import type { BuildProgress } from './progress.ts'
import type { Configuration } from './settings.ts'

export interface BuiltModel {
  readonly model: Model
  /** The count that its rows were made from; numbers of titles are the model's. */
  readonly counts: GrowingCounts
}

/** The same timeline, configuration and content rows give the same model. */
export function* buildModel(
  timeline: Timeline,
  { settings, ranker, again }: Configuration,
  content: RowSet | null,
): Generator<BuildProgress, BuiltModel> {
  const counts = yield* countTimeline(timeline, settings.counts)
  const counted = yield* countedRowSets(counts, settings, timeline.items.length)
  const solved = yield* solvedRows(timeline, settings, content)
  const rowSets = new Map([...counted, ...solved])
  const { channels, blend, historyLimit } = settings
  // Rows of content may be missing: a channel that reads nothing adds nothing.
  for (const { rowSet } of channels) if (!rowSets.has(rowSet)) rowSets.set(rowSet, emptyRows(timeline.items.length))
  const parameters = { channels, blend, ranker, again, historyLimit }
  return {
    model: {
      items: timeline.items,
      rowSets,
      popularity: popularityOf(timeline).snapshot(timeline.items.length),
      parameters,
    },
    counts,
  }
}

function emptyRows(titles: number): RowSet {
  return { offsets: new Uint32Array(titles + 1), neighbours: new Uint32Array(0), scores: new Float32Array(0) }
}
