/** One sign that a viewer gave about a title, as learning sees it. */
import type { ItemHash } from '@upnext/contracts'

export interface Play {
  readonly item: ItemHash
  /** From `gradedWeight`; above 0: liked. */
  readonly weight: number
  /** When it began: from the event, never from a clock. */
  readonly atMs: number
}

/** A viewer's plays, oldest first; a title may come more than once. */
export type PlayHistory = readonly Play[]
