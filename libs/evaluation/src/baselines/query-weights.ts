/** How much each title of a history counts in a query. */
import type { ItemHash } from '@upnext/contracts'
import type { Play } from '@upnext/recsys'

export interface Decay {
  /** The d-th newest title (0: newest) counts exp(-d / tau). */
  readonly tau: number
  /** No further than so many titles. */
  readonly titles: number
}

/** Each title once, newest first. `null`: the whole history, all alike. */
export function queryWeights(history: readonly Play[], decay: Decay | null): readonly (readonly [ItemHash, number])[] {
  const items = [...new Set(history.map((play) => play.item))]
  if (decay === null) return items.map((item) => [item, 1])
  return items.slice(0, decay.titles).map((item, at) => [item, Math.exp(-at / decay.tau)])
}
