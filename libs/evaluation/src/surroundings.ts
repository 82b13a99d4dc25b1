/** What the training part says about titles, for the metrics that look beyond hits. */
import type { ItemHash } from '@upnext/contracts'
import type { Dataset } from './data/dataset.ts'
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
  const tokensOf = (item: ItemHash): readonly string[] => dataset.content.get(item) ?? []
  return {
    catalogueSize: counts.size,
    viewers: new Set(train.viewers).size,
    viewersOf: (item) => counts.get(item) ?? 0,
    isWarm: (item) => counts.has(item),
    tokensOf,
    genresOf: genresAmong(dataset, tokensOf),
  }
}

const GENRE = /^genres?:/

/** Where no column is called genres, all content counts as such. */
function genresAmong(
  dataset: Dataset,
  tokensOf: (item: ItemHash) => readonly string[],
): (item: ItemHash) => readonly string[] {
  const hasGenres = [...dataset.content.values()].some((tokens) => tokens.some((token) => GENRE.test(token)))
  return hasGenres ? (item) => tokensOf(item).filter((token) => GENRE.test(token)) : tokensOf
}
