/**
 * From histories and counts to a model. This is the seam where better models come in: whatever they compute, they take this
 * input and give a `Model`, and neither trainer nor ranking notices.
 */
import type { ItemHash } from '@upnext/contracts'
import { logLiftRow } from '../counts/log-lift.ts'
import type { Counts } from '../counts/counts.ts'
import type { Model, RowSet, ScoreParameters } from '../model/model.ts'
import { cosineRows } from '../similarity/cosine.ts'
import type { CosineSettings } from '../similarity/cosine.ts'
import { createInteractions } from './interactions.ts'
import type { Interactions, ViewerHistory } from './interactions.ts'
import type { BuildProgress } from './progress.ts'
import { createRowSetWriter } from './row-set-writer.ts'

export interface ModelInput {
  /** Read more than once; in a canonical order where the same bytes are wanted again. */
  readonly histories: Iterable<ViewerHistory>
  readonly counts: Counts
  readonly settings: ModelSettings
}

export interface ModelSettings {
  readonly cosine: CosineSettings
  /** Most neighbours in a row of counts. */
  readonly countNeighbours: number
  readonly parameters: ScoreParameters
}

export type ModelBuilder = (input: ModelInput) => Generator<BuildProgress, Model>

/** Row sets of this builder. Rows of counts are also those that live updates replace. */
export const COUNT_ROWS = 'counts'
export const COSINE_ROWS = 'cosine'

export const MODEL_SETTINGS: ModelSettings = {
  cosine: { shrinkage: 5, neighbours: 200 },
  countNeighbours: 200,
  parameters: {
    channels: [
      { rowSet: COUNT_ROWS, weight: 1, recency: 2 },
      { rowSet: COSINE_ROWS, weight: 0.5, recency: 20 },
    ],
  },
}

/** Titles a step. */
const STEP = 256

/** Rows of directed counts for what comes next, rows of cosines for what goes together. */
export function* buildModel({ histories, counts, settings }: ModelInput): Generator<BuildProgress, Model> {
  const interactions = createInteractions(histories)
  const countRows = yield* countRowSet(interactions.items, counts, settings.countNeighbours)
  const cosine = yield* cosineRows(interactions, settings.cosine)
  return {
    items: interactions.items,
    rowSets: new Map([
      [COUNT_ROWS, countRows],
      [COSINE_ROWS, cosine],
    ]),
    popularity: popularityOf(interactions),
    parameters: settings.parameters,
  }
}

/** Titles that the histories do not name (evicted since they were counted) are left out. */
function* countRowSet(items: readonly ItemHash[], counts: Counts, limit: number): Generator<BuildProgress, RowSet> {
  const numbers = new Map(items.map((hash, item) => [hash, item]))
  const toModel = Array.from({ length: counts.index.size }, (_, item) => numbers.get(counts.index.hashOf(item)))
  const writer = createRowSetWriter(items.length, limit)
  for (const [item, hash] of items.entries()) {
    if (item % STEP === 0) yield { stage: 'count rows', done: item, of: items.length }
    const counted = counts.index.numberOf(hash)
    const row = counted === undefined ? undefined : logLiftRow(counts, counted, limit)
    const neighbours: number[] = []
    const scores: number[] = []
    row?.items.forEach((neighbour, at) => {
      const number = toModel[neighbour]
      if (number === undefined) return
      neighbours.push(number)
      scores.push(row.scores[at] ?? 0)
    })
    writer.add(neighbours, scores)
  }
  return writer.finish()
}

function popularityOf({ items, byTitle }: Interactions): Float32Array {
  return Float32Array.from(items, (_, item) => {
    const weights = byTitle.weights.subarray(byTitle.offsets[item], byTitle.offsets[item + 1])
    return weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  })
}
