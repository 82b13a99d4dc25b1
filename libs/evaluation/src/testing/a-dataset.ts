/** Data sets and models by hand, for tests. */
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import { TRAINING_CAPS } from '@upnext/profiles'
import { hashesOf, keysOf } from '../data/dataset.ts'
import type { Dataset } from '../data/dataset.ts'
import { createNumbering } from '../data/numbering.ts'
import { createRowsBuilder } from '../data/rows.ts'
import type { ModelEntry, RecommendQuery, Recommender, TrainingData } from '../recommender.ts'
import { trainingDataOf } from '../training-data.ts'

/** `viewer item second [stars]`. */
export type Line = string

export function aDataset(train: readonly Line[], test: readonly Line[], parts: Partial<Dataset> = {}): Dataset {
  const viewers = createNumbering()
  const items = createNumbering()
  const rowsOf = (lines: readonly Line[]): Dataset['train'] => {
    const rows = createRowsBuilder()
    for (const line of lines) {
      const [viewer = '', item = '', second = '0', stars = 'NaN'] = line.split(' ')
      rows.add({
        viewer: viewers.add(viewer),
        item: items.add(item),
        atMs: Number(second) * 1000,
        rating: Number(stars),
      })
    }
    return rows.finish()
  }
  const trainRows = rowsOf(train)
  const testRows = rowsOf(test)
  return {
    viewers: keysOf(viewers.ids),
    itemIds: items.ids,
    items: hashesOf(items.ids),
    train: trainRows,
    test: testRows,
    histories: null,
    content: new Map(),
    ratingMax: 5,
    cutMs: testRows.atMs[0] ?? 0,
    timeless: false,
    facts: {},
    ...parts,
  }
}

export function trainingOf(dataset: Dataset): TrainingData {
  return trainingDataOf(dataset, TRAINING_CAPS, () => undefined)
}

/** What a model makes of a training part; only the row of that name. */
export function fitted(model: ModelEntry, dataset: Dataset, name = model.names[0]): Recommender {
  const recommenders = [model.fit(trainingOf(dataset), () => undefined)].flat()
  const found = recommenders.find((recommender) => recommender.name === name)
  if (found === undefined) throw new Error(`the model has no row ${name ?? ''}`)
  return found
}

/** A question from a history of items, newest first. */
export function aQuery(newestFirst: readonly string[], parts: Partial<RecommendQuery> = {}): RecommendQuery {
  const history = newestFirst.map((id, at) => ({
    item: itemHash(id),
    weight: 1,
    atMs: 1000 * (newestFirst.length - at),
  }))
  const excluded = new Set(history.map((play) => play.item))
  return { history, excluded, allowSeen: false, atMs: 1_000_000, limit: 20, ...parts }
}

/** Hashes back to ids. */
export function idsOf(dataset: Dataset, list: readonly ItemHash[]): readonly string[] {
  return list.map((hash) => dataset.itemIds[dataset.items.indexOf(hash)] ?? hash)
}
