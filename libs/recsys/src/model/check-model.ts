/** Is a model fit to be served? Asked before one is published and before one is taken into use. */
import type { ItemHash } from '@upnext/contracts'
import type { ChannelParameters, Model, RowSet } from './model.ts'

/** What is wrong with a model, in sentences, one for each part that is; empty: it can be served. O(size of the model). */
export function checkModel(model: Model): string[] {
  const titles = model.items.length
  return [
    itemsProblem(model.items),
    popularityProblem(model.popularity, titles),
    ...[...model.rowSets].map(([name, rows]) => rowsProblem(name, rows, titles)),
    ...model.parameters.channels.map((channel) => channelProblem(channel, model)),
  ].filter((problem) => problem !== null)
}

function itemsProblem(items: readonly ItemHash[]): string | null {
  const at = items.findIndex((hash, item) => item > 0 && hash <= (items[item - 1] ?? ''))
  return at < 0 ? null : `title ${at} does not stand in ascending order`
}

function popularityProblem(popularity: Float32Array, titles: number): string | null {
  if (popularity.length !== titles) return `there are ${popularity.length} popularities for ${titles} titles`
  const at = popularity.findIndex((value) => !(value >= 0 && value < Infinity))
  return at < 0 ? null : `the popularity of title ${at} is ${popularity[at]}`
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

function channelProblem(channel: ChannelParameters, model: Model): string | null {
  if (!model.rowSets.has(channel.rowSet)) return `a channel reads the row set ${channel.rowSet}, which is not there`
  if (!Number.isFinite(channel.weight)) return `the channel of ${channel.rowSet} has the weight ${channel.weight}`
  return channel.recency > 0 ? null : `the channel of ${channel.rowSet} has the recency ${channel.recency}`
}
