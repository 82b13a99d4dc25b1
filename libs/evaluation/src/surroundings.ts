/** What the training part says about titles, for the metrics that look beyond hits. */
import type { ItemHash } from '@upnext/contracts'
import type { Dataset } from './data/dataset.ts'
import { genresIn } from './genres-in.ts'
import type { Surroundings } from './report/beyond-accuracy.ts'

export interface TrainingFacts extends Surroundings {
  readonly isWarm: (item: ItemHash) => boolean
}

/** Counted from rows, not from profiles: no cap is in the way. */
export function trainingFactsOf(dataset: Dataset): TrainingFacts {
  const { train } = dataset
  const counts = new Map<ItemHash, number>()
  const known = new Set<number>()
  train.items.forEach((item, row) => {
    const pair = (train.viewers[row] ?? 0) * dataset.items.length + item
    const hash = dataset.items[item]
    if (hash === undefined || known.has(pair)) return
    known.add(pair)
    counts.set(hash, (counts.get(hash) ?? 0) + 1)
  })
  return {
    catalogueSize: counts.size,
    viewers: new Set(train.viewers).size,
    viewersOf: (item) => counts.get(item) ?? 0,
    isWarm: (item) => counts.has(item),
    tokensOf: (item) => dataset.content.get(item) ?? [],
    genresOf: genresIn(dataset.content),
  }
}
