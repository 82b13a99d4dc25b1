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
  /** How much each title is watched: sum of positive weights. */
  readonly popularity: Float32Array
  /** How the row sets become one score. */
  readonly parameters: ScoreParameters
}

/** Compressed sparse rows: row i's neighbours are `neighbours[offsets[i] .. offsets[i + 1]]`, best first. */
export interface RowSet {
  readonly offsets: Uint32Array
  readonly neighbours: Uint32Array
  readonly scores: Float32Array
}

export interface ScoreParameters {
  /** Score = sum over channels of weight * (channel's score / the query's greatest of that channel). */
  readonly channels: readonly ChannelParameters[]
}

export interface ChannelParameters {
  readonly rowSet: string
  readonly weight: number
  /** The d-th newest title of the history (0: newest) counts exp(-d / recency). */
  readonly recency: number
}

/** Rows that replace those of the model, or belong to titles that it does not know yet. Read while scoring, changed between. */
export interface LiveRow {
  readonly neighbours: Uint32Array
  readonly scores: Float32Array
}
