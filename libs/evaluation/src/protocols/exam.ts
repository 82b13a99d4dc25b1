/** Questions about what is held out, in the order in which they come up. */
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import type { FoldResult } from '@upnext/profiles'
import type { RecommendQuery } from '../recommender.ts'

export interface Exam {
  /** Every question is put, then what it was about is learned, once for all who take part. */
  run(desk: Desk): void
}

export interface Desk {
  ask(question: Question): void
  learn(viewer: ViewerKey, result: FoldResult): void
  /** `done` of `of` steps are behind. */
  onStep(done: number, of: number): void
  /** Something that is held out and was not asked about. */
  skip(reason: string): void
}

export interface Question {
  readonly viewer: ViewerKey
  readonly query: RecommendQuery
  /** May be empty, where only `disliked` matters. */
  readonly targets: ReadonlySet<ItemHash>
  /** Held-out titles rated below three stars: they should not be in the list. */
  readonly disliked: readonly ItemHash[]
  readonly atMs: number
}

/** Length of every list. */
export const LIST_LENGTH = 20
