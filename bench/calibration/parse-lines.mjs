// The bare reading of a log: its plays as lines of JSON, parsed one after the other, and nothing done with them.
const CHUNK = 50_000

/** Seconds by `clock`, without those for writing the lines. */
export function parseLines({ items, offsets, titles, weights, times }, clock) {
  let took = 0
  let sum = 0
  let lines = []
  for (let viewer = 0; viewer + 1 < offsets.length; viewer += 1) {
    for (let play = offsets[viewer]; play < offsets[viewer + 1]; play += 1) {
      lines.push(
        JSON.stringify({
          viewer: `viewer-${viewer}`,
          item: items[titles[play]],
          weight: weights[play],
          atMs: times[play],
        }),
      )
      if (lines.length < CHUNK && play + 1 < titles.length) continue
      const from = clock()
      for (const line of lines) sum += JSON.parse(line).weight
      took += clock() - from
      lines = []
    }
  }
  if (!Number.isFinite(sum)) throw new Error('a weight is no number')
  return took
}
