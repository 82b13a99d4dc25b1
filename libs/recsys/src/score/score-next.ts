/**
 * What to watch next, from the rows of the titles watched before. For each channel c,
 *
 *   s_c(j) = sum over the history, newest (d = 0) first, of weight_d * exp(-d / recency_c) * row_c(h_d)(j)
 *
 * and the score of j is the sum of weight_c * s_c(j) / max |s_c|, the maximum over titles outside the history. Source: the
 * unlearned default of the model notes. Costs history * channels * row length, whatever the size of the catalogue.
 */
import { createTopK } from '../top-k.ts'
import type { Ranked } from '../top-k.ts'
import { causesOf, collectContributions } from './causes.ts'
import type { NextQuery, ScoredItem } from './query.ts'
import { createRowPlace, placeRow } from './row-walk.ts'
import type { RowPlace } from './row-walk.ts'
import { ANSWERED, IN_HISTORY, TOUCHED, createScratch } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/**
 * Best first; equal scores in the order of the hashes; only scores above 0. History titles without a row add nothing, an
 * unknown history answers nothing. Titles of the history are in the answer only where `allowed` lets them.
 */
export function scoreNext(query: NextQuery): ScoredItem[] {
  const { index, history } = query
  if (!(query.limit > 0) || history.length === 0) return []
  const scratch = query.scratch ?? createScratch()
  const place = createRowPlace()
  const limit = Math.min(Math.floor(query.limit), index.size)
  scratch.reserve(index.size, limit * history.length)
  const touched = accumulate(query, scratch, place)
  try {
    const best = selectBest(query, scratch, touched.count, limit)
    best.items.forEach((item, at) => (scratch.marks[item] = ANSWERED + at))
    collectContributions(query, touched.scales, scratch, place, best.items.length)
    return Array.from(best.items, (item, at) => ({
      item,
      score: best.scores[at] ?? 0,
      causes: causesOf(query, scratch.contributions, at),
    }))
  } finally {
    // `allowed` is the caller's, and may throw: the next query must find the scratch clean all the same.
    clear(scratch, touched.count)
  }
}

interface Touched {
  /** How many titles stand in `scratch.touched`. */
  readonly count: number
  /** By channel: what its raw scores are multiplied with. */
  readonly scales: readonly number[]
}

/** Fills `total`, `marks` and `touched`. */
function accumulate(query: NextQuery, scratch: Scratch, place: RowPlace): Touched {
  const { history, model } = query
  const { channel, total, marks, touched } = scratch
  let count = 0
  for (const { item } of history) {
    if (item >= query.index.size) continue
    if (marks[item] === 0) touched[count++] = item
    marks[item] = IN_HISTORY
  }
  const scales = model.parameters.channels.map(({ rowSet, weight, recency }) => {
    history.forEach((entry, d) => {
      const amount = entry.weight * Math.exp(-d / recency)
      placeRow(place, query, rowSet, entry.item)
      for (let at = place.start; at < place.end; at++) {
        const neighbour = place.neighbours[at] ?? 0
        if (marks[neighbour] === 0) {
          marks[neighbour] = TOUCHED
          touched[count++] = neighbour
        }
        channel[neighbour] = (channel[neighbour] ?? 0) + amount * (place.scores[at] ?? 0)
      }
    })
    let greatest = 0
    for (let at = 0; at < count; at++) {
      const item = touched[at] ?? 0
      if (marks[item] === TOUCHED) greatest = Math.max(greatest, Math.abs(channel[item] ?? 0))
    }
    const scale = greatest > 0 ? weight / greatest : 0
    for (let at = 0; at < count; at++) {
      const item = touched[at] ?? 0
      total[item] = (total[item] ?? 0) + scale * (channel[item] ?? 0)
      channel[item] = 0
    }
    return scale
  })
  return { count, scales }
}

function selectBest(query: NextQuery, scratch: Scratch, count: number, limit: number): Ranked {
  const { index } = query
  const best = createTopK(limit, (a, b) => (index.hashOf(a) < index.hashOf(b) ? -1 : 1))
  for (let at = 0; at < count; at++) {
    const item = scratch.touched[at] ?? 0
    const score = scratch.total[item] ?? 0
    // `allowed` comes last: it is asked about a few titles for each one shown, not about every title touched.
    if (score > 0 && best.accepts(item, score) && query.allowed(item)) best.add(item, score)
  }
  return best.drain()
}

function clear(scratch: Scratch, count: number): void {
  for (let at = 0; at < count; at++) {
    const item = scratch.touched[at] ?? 0
    scratch.total[item] = 0
    scratch.marks[item] = 0
  }
}
