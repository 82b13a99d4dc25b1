/** The row sets of a model, as its channels ask for them. */
import { COUNT_ROW_KINDS, createRowBuilder } from '../counts/count-rows.ts'
import type { CountRowKind } from '../counts/count-rows.ts'
import type { Counts } from '../counts/counts.ts'
import type { RowSet } from '../model/model.ts'
import { cosineRows, liftRows, walkRows } from '../similarity/together-rows.ts'
import { gramOf } from '../similarity/gram.ts'
import type { Gram } from '../similarity/gram.ts'
import { createInteractions, transpose } from '../similarity/interactions.ts'
import type { Interactions, SparseMatrix } from '../similarity/interactions.ts'
import { twoHopRows } from '../similarity/two-hop-rows.ts'
import { LOW_PASS_SETTINGS, lowPassRows } from '../similarity/low-pass.ts'
import { localRidge } from '../similarity/local-ridge.ts'
import { nearestTitles } from '../similarity/nearest-titles.ts'
import { pruneRows } from '../similarity/prune-rows.ts'
import type { Timeline } from '../timeline/timeline.ts'
import type { BuildProgress } from './progress.ts'
import { createRowSetWriter } from './row-set-writer.ts'
import { ROW_SETS } from './settings.ts'
import type { ModelSettings } from './settings.ts'

/** Titles a step. */
const STEP = 256
const SOLVED = [ROW_SETS.ridge, ROW_SETS.cosine, ROW_SETS.lift, ROW_SETS.walk, ROW_SETS.twoHop, ROW_SETS.lowPass]
/** Nearest titles among which low-pass rows look, beside those two steps away. */
const LOW_PASS_PATTERN = 300

/**
 * Those that are solved for, and so change only from model to model. `content`: rows of titles that are alike by description;
 * `known`: what the timeline's titles have together, where it is there already.
 */
export function* solvedRows(
  timeline: Timeline,
  settings: ModelSettings,
  content: RowSet | null,
  known: Together | null = null,
): Generator<BuildProgress, Map<string, RowSet>> {
  const rows = new Map<string, RowSet>()
  const wanted = new Set(settings.channels.map(({ rowSet }) => rowSet))
  const { neighbours } = settings
  if (SOLVED.some((name) => wanted.has(name))) {
    const { interactions, gram } = known ?? (yield* togetherOf(timeline, settings))
    if (wanted.has(ROW_SETS.ridge))
      rows.set(ROW_SETS.ridge, rowsOfRidge(yield* localRidge(gram, settings.ridge), neighbours))
    if (wanted.has(ROW_SETS.cosine)) rows.set(ROW_SETS.cosine, cosineRows(gram, neighbours))
    if (wanted.has(ROW_SETS.lift)) rows.set(ROW_SETS.lift, liftRows(gram, neighbours))
    if (wanted.has(ROW_SETS.walk)) rows.set(ROW_SETS.walk, walkRows(gram, neighbours))
    if (wanted.has(ROW_SETS.twoHop)) rows.set(ROW_SETS.twoHop, yield* twoHopRows(gram, neighbours))
    if (wanted.has(ROW_SETS.lowPass)) {
      const patterns = [
        yield* nearestTitles(gram, LOW_PASS_PATTERN),
        rows.get(ROW_SETS.twoHop) ?? (yield* twoHopRows(gram, neighbours)),
      ]
      rows.set(ROW_SETS.lowPass, yield* lowPassRows(interactions, patterns, neighbours, LOW_PASS_SETTINGS))
    }
  }
  if (wanted.has(ROW_SETS.content) && content !== null) rows.set(ROW_SETS.content, content)
  return rows
}

/** What rows that know no order are solved from. */
export interface Together {
  readonly interactions: Interactions
  readonly gram: Gram
}

export function* togetherOf(
  timeline: Timeline,
  { gram: settings }: Pick<ModelSettings, 'gram'>,
): Generator<BuildProgress, Together> {
  const interactions = createInteractions(timeline, settings.mostTitles)
  return { interactions, gram: yield* gramOf(interactions, settings) }
}

/** The title of a coefficient's row is the one that is found by the title of its column. */
export function rowsOfRidge(solved: SparseMatrix, neighbours: number): RowSet {
  return pruneRows(transpose(solved, solved.offsets.length - 1), neighbours)
}

/** Those of counts, as they are now. Titles are the counts' own numbers below `titles`. */
export function* countedRowSets(
  counts: Counts,
  settings: ModelSettings,
  titles: number,
): Generator<BuildProgress, Map<string, RowSet>> {
  const wanted = new Set(settings.channels.map(({ rowSet }) => rowSet))
  const build = createRowBuilder(settings.neighbours)
  const rows = new Map<string, RowSet>()
  for (const kind of COUNT_ROW_KINDS) if (wanted.has(kind)) rows.set(kind, yield* rowSetOf(kind))
  return rows

  function* rowSetOf(kind: CountRowKind): Generator<BuildProgress, RowSet> {
    const writer = createRowSetWriter(titles, settings.neighbours)
    for (let item = 0; item < titles; item++) {
      if (item % STEP === 0) yield { stage: `${kind} rows of counts`, done: item, of: titles }
      const row = build(counts, kind, item)
      writer.add(row.neighbours, row.scores)
    }
    return writer.finish()
  }
}
