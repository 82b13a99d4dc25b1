/** Is a model fit to be served? Asked before one is published and before one is taken into use. */
import type { ItemHash } from '@upnext/contracts'
import { featureCount } from '../score/features.ts'
import type { Channel, Model, Popularity, Ranker, RowSet, ScoreParameters } from './model.ts'

/** What is wrong with a model, in sentences, one for each part that is; empty: it can be served. O(size of the model). */
export function checkModel(model: Model): string[] {
  const titles = model.items.length
  return [
    itemsProblem(model.items),
    popularityProblem(model.popularity, titles),
    ...[...model.rowSets].map(([name, rows]) => rowsProblem(name, rows, titles)),
    ...model.parameters.channels.map((channel) => channelProblem(channel, model)),
    blendProblem(model.parameters),
    historyProblem(model.parameters),
    rankerProblem('ranker', model.parameters.ranker, featureCount(model.parameters.channels.length, false)),
    rankerProblem('again', model.parameters.again, featureCount(model.parameters.channels.length, true)),
  ].filter((problem) => problem !== null)
}

function itemsProblem(items: readonly ItemHash[]): string | null {
  const at = items.findIndex((hash, item) => item > 0 && hash <= (items[item - 1] ?? ''))
  return at < 0 ? null : `title ${at} does not stand in ascending order`
}

function popularityProblem({ total, month, days, asOfMs }: Popularity, titles: number): string | null {
  if (!Number.isFinite(asOfMs)) return `popularity is as of ${asOfMs}`
  for (const values of [total, month, days]) {
    if (values.length !== titles) return `there are ${values.length} popularities for ${titles} titles`
    const at = values.findIndex((value) => !(value >= 0 && value < Infinity))
    if (at >= 0) return `the popularity of title ${at} is ${values[at]}`
  }
  return null
}

function rowsProblem(name: string, rows: RowSet, titles: number): string | null {
  const { offsets, neighbours, scores } = rows
  if (offsets.length !== titles + 1) return `${name}: ${offsets.length} offsets for ${titles} titles`
  if (offsets[0] !== 0 || offsets[titles] !== neighbours.length || scores.length !== neighbours.length) {
    return `${name}: offsets, neighbours and scores do not go together`
  }
  const disorder = offsets.findIndex((offset, row) => offset < (offsets[row - 1] ?? 0))
  if (disorder >= 0) return `${name}: the offset of row ${disorder} is smaller than the one before`
  // The last row that named each title, plus one, finds a title named twice without a set for each row.
  const namedBy = new Uint32Array(titles)
  for (let row = 0; row < titles; row++) {
    const start = offsets[row] ?? 0
    const end = offsets[row + 1] ?? 0
    for (let at = start; at < end; at++) {
      const neighbour = neighbours[at] ?? titles
      const score = scores[at] ?? NaN
      if (neighbour >= titles || neighbour === row) return `${name}: row ${row} names title ${neighbour}`
      if (namedBy[neighbour] === row + 1) return `${name}: row ${row} names title ${neighbour} twice`
      if (!Number.isFinite(score)) return `${name}: row ${row} has the score ${score}`
      if (at > start && score > (scores[at - 1] ?? 0)) return `${name}: row ${row} is not sorted, best first`
      namedBy[neighbour] = row + 1
    }
  }
  return null
}

function channelProblem({ rowSet, recency }: Channel, model: Model): string | null {
  if (!model.rowSets.has(rowSet)) return `a channel reads the row set ${rowSet}, which is not there`
  return recency === null || recency > 0 ? null : `the channel of ${rowSet} has the recency ${recency}`
}

function blendProblem({ blend, channels }: ScoreParameters): string | null {
  if (blend.length !== channels.length) return `the blend has ${blend.length} weights for ${channels.length} channels`
  return blend.every(Number.isFinite) ? null : 'the blend has a weight that is no number'
}

function historyProblem({ historyLimit }: ScoreParameters): string | null {
  return historyLimit >= 1 ? null : `${historyLimit} titles of a history are read`
}

function rankerProblem(name: string, ranker: Ranker | null, features: number): string | null {
  if (ranker === null) return null
  if (ranker.weights.length !== features) return `${name} has ${ranker.weights.length} weights for ${features} features`
  return ranker.weights.every(Number.isFinite) ? null : `${name} has a weight that is no number`
}
