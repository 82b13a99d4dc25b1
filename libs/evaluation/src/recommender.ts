/** What is evaluated: something that is fitted to the training part and answers lists. */
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import type { FoldResult } from '@upnext/profiles'
import type { Play } from '@upnext/recsys'

export interface Recommender {
  readonly name: string
  /** Best first, at most `limit`; equal scores in the order of the hashes. */
  recommend(query: RecommendQuery): readonly ItemHash[]
  /**
   * Successive protocols: what was folded, into the profile with the caps of training, after it had been asked about. Absent:
   * frozen at the cut.
   */
  learn?(viewer: ViewerKey, result: FoldResult): void
  /** Extra facts for the report: chosen parameters and the like. */
  readonly report?: Readonly<Record<string, unknown>>
}

export interface RecommendQuery {
  /** Newest first: the serving profile. */
  readonly history: readonly Play[]
  /** Titles seen, or only the last one. */
  readonly excluded: ReadonlySet<ItemHash>
  readonly allowSeen: boolean
  readonly atMs: number
  readonly limit: number
}

export interface TrainingData {
  /** Packed profiles with the caps of training, by viewer. */
  readonly profiles: ReadonlyMap<ViewerKey, Uint8Array>
  /** Content tokens, may be empty. */
  readonly content: ReadonlyMap<ItemHash, readonly string[]>
  readonly cutMs: number
  /** There is no time: everything happened at once. */
  readonly timeless: boolean
  /** Titles in the training part. */
  readonly itemCount: number
}

export type OnProgress = (progress: { stage: string; done: number; of: number }) => void

export type Fit = (data: TrainingData, onProgress: OnProgress) => Recommender | readonly Recommender[]

/** A row of the report, or several that share a fit. */
export interface ModelEntry {
  readonly names: readonly string[]
  readonly fit: Fit
  /** Why these rows make no sense for such data; `null`: they do. */
  readonly absentBecause?: (data: TrainingData) => string | null
}
