/** What an observation adds, wherever counts are kept that follow events. */
import type { Counts, ItemIndex, PopularityClock } from '@upnext/recsys'
import type { Observation } from './observations.ts'

export interface Learned {
  readonly index: Pick<ItemIndex, 'add'>
  readonly counts: Counts
  readonly popularity: Pick<PopularityClock, 'add'>
  /** What weights are divided by. */
  readonly unit: number
}

/** `touched` is told of each title whose counts changed; the popularity of the observed title has changed in any case. */
export function learnFrom(
  { history, item: hash, weight, atMs }: Observation,
  { index, counts, popularity, unit }: Learned,
  touched: (item: number) => void,
): void {
  const before = {
    titles: history.map((play) => index.add(play.item)),
    weights: history.map((play) => play.weight),
  }
  const item = index.add(hash)
  counts.observe(before, item, weight / unit, atMs, touched)
  popularity.add(item, weight / unit, atMs)
}
