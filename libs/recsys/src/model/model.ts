/**
 * A model: which titles go together, as typed arrays. Titles are numbered 0 to n-1 in ascending order of their hashes, so
 * that the same log gives the same bytes.
 */
import type { ItemHash } from '@upnext/contracts'

export interface Model {
  /** Title number -> hash, ascending. */
  readonly items: readonly ItemHash[]
  /** By name; which sets there are, and how they are read, is in `parameters`. */
  readonly rowSets: ReadonlyMap<string, RowSet>
  readonly popularity: Popularity
  /** How the row sets become one score. */
  readonly parameters: ScoreParameters
}

/** How much each title is liked: sums of positive weights, plays that are long ago counting less in the recent forms. */
export interface Popularity {
  readonly total: Float32Array
  /** With half-lives of 30 and 3 days, as of `asOfMs`. */
  readonly month: Float32Array
  readonly days: Float32Array
  readonly asOfMs: number
}

/** Compressed sparse rows: row i's neighbours are `neighbours[offsets[i] .. offsets[i + 1]]`, best first. */
export interface RowSet {
  readonly offsets: Uint32Array
  readonly neighbours: Uint32Array
  readonly scores: Float32Array
}

export interface ScoreParameters {
  readonly channels: readonly Channel[]
  /** The unlearned score: weight of each channel's v (see `score/features.ts`). */
  readonly blend: readonly number[]
  /** Learned weights for titles not watched yet; `null`: the blend is better, or there was too little to learn from. */
  readonly ranker: Ranker | null
  /** Learned weights where titles watched before may come again. */
  readonly again: Ranker | null
  /** Titles of a history that are read, the newest: those that the weights were learned with. */
  readonly historyLimit: number
}

/** One reading of a row set. */
export interface Channel {
  readonly rowSet: string
  /** The d-th newest title of the history (0: newest) counts exp(-d / recency); `null`: all alike. */
  readonly recency: number | null
}

/** Weights of the features of `score/features.ts`, in their order. */
export interface Ranker {
  readonly weights: readonly number[]
}

/** Rows that replace those of the model, or belong to titles that it does not know yet. Read while scoring, changed between. */
export interface LiveRow {
  readonly neighbours: Uint32Array
  readonly scores: Float32Array
}
