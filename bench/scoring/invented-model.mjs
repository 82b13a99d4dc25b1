// A model of the size that is to be served fast: every row is full, and neighbours are popular titles more often than others.
import { MODEL_SETTINGS, OPTIONAL_CHANNELS, seededRandom } from '@upnext/recsys'

const NOW_MS = 1_700_000_000_000

/** Channels by number of row sets: what a sparse catalogue, the ordered default and a catalogue with everything on read. */
export const CHANNELS = {
  2: MODEL_SETTINGS.channels.filter(({ rowSet }) => rowSet === 'long' || rowSet === 'ridge'),
  4: MODEL_SETTINGS.channels,
  6: [...MODEL_SETTINGS.channels, ...OPTIONAL_CHANNELS.ordered.filter(({ rowSet }) => rowSet !== 'content')],
}

export function inventedModel({ titles, neighbours, channels, seed }) {
  const random = seededRandom(seed)
  const rowSets = [...new Set(channels.map(({ rowSet }) => rowSet))].map((name) => [
    name,
    fullRows(titles, neighbours, random),
  ])
  const prior = (scale) => Float32Array.from({ length: titles }, (_, item) => scale / (item + 1) ** 0.7)
  const weights = Array.from({ length: 2 * channels.length + 3 }, () => 0.1 + random())
  return {
    items: Array.from({ length: titles }, (_, item) => item.toString(16).padStart(16, '0')),
    rowSets: new Map(rowSets),
    popularity: { total: prior(1e4), month: prior(1e3), days: prior(100), asOfMs: NOW_MS },
    parameters: { channels, blend: channels.map(() => 1), ranker: { weights }, again: null },
  }
}

/** Histories of different titles, newest first, any title as likely as any other: their rows are seldom in a cache. */
export function inventedHistories({ titles, length, count, seed }) {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const items = new Set()
    while (items.size < length) items.add(Math.floor(random() * titles))
    return [...items].map((item) => ({ item, weight: 0.5 + random() }))
  })
}

function fullRows(titles, length, random) {
  const offsets = Uint32Array.from({ length: titles + 1 }, (_, row) => row * length)
  const neighbours = new Uint32Array(titles * length)
  const scores = new Float32Array(titles * length)
  const namedBy = new Uint32Array(titles)
  for (let row = 0, at = 0; row < titles; row += 1) {
    namedBy[row] = row + 1
    for (let place = 0; place < length;) {
      const neighbour = Math.floor(titles * random() ** 2)
      if (namedBy[neighbour] === row + 1) continue
      namedBy[neighbour] = row + 1
      neighbours[at] = neighbour
      scores[at] = (1 - place / length) * (0.9 + 0.1 * random())
      place += 1
      at += 1
    }
    scores
      .subarray(at - length, at)
      .sort()
      .reverse()
  }
  return { offsets, neighbours, scores }
}
