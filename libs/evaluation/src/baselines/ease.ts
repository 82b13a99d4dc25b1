/**
 * EASE (Steck 2019): every title predicted from all others by ridge regression. P = (X^T X + lambda I)^-1, B_ij = -P_ij / P_jj, a zero
 * diagonal. Dense: n^3 / 2 multiplications and 12 n^2 bytes, so only for small catalogues.
 */
import type { ItemHash } from '@upnext/contracts'
import type { ModelEntry, OnProgress, RecommendQuery } from '../recommender.ts'
import { bestOf } from './best-of.ts'
import { invertInPlace } from './invert.ts'
import { queryWeights } from './query-weights.ts'
import type { Decay } from './query-weights.ts'
import { viewingsIn } from './viewings.ts'
import type { Viewings } from './viewings.ts'

const LAMBDA = 200
const MOST_ITEMS = 4000
const RECENT = { tau: 5, titles: 50 }

export const EASE: ModelEntry = {
  names: ['ease', 'ease-recent'],
  absentBecause: ({ itemCount }) =>
    itemCount > MOST_ITEMS ? `${itemCount} titles are too many for a dense inverse (at most ${MOST_ITEMS})` : null,
  fit: (data, onProgress) => {
    const viewings = viewingsIn(data)
    const weights = easeWeights(viewings, LAMBDA, onProgress)
    const whole = { name: 'ease', recommend: recommendDensely(viewings.items, weights, null) }
    const recent = { name: 'ease-recent', recommend: recommendDensely(viewings.items, weights, RECENT) }
    return data.timeless ? whole : [whole, recent]
  },
}

/** B, row by row: row i is what having seen title i adds to every title. */
export function easeWeights(viewings: Viewings, lambda: number, onProgress: OnProgress): Float32Array {
  const n = viewings.items.length
  const matrix = gramOf(viewings)
  for (let i = 0; i < n; i++) matrix[i * n + i] = (matrix[i * n + i] ?? 0) + lambda
  invertInPlace(matrix, n, (done, of) => {
    if (done % 100 === 0) onProgress({ stage: 'ease', done, of })
  })
  const weights = new Float32Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) weights[i * n + j] = i === j ? 0 : -(matrix[i * n + j] ?? 0) / (matrix[j * n + j] ?? 1)
  }
  return weights
}

function gramOf({ items, viewers, titlesOf }: Viewings): Float64Array {
  const n = items.length
  const gram = new Float64Array(n * n)
  for (let viewer = 0; viewer < viewers; viewer++) {
    const titles = titlesOf(viewer)
    for (const i of titles) for (const j of titles) gram[i * n + j] = (gram[i * n + j] ?? 0) + 1
  }
  return gram
}

function recommendDensely(
  items: readonly ItemHash[],
  weights: Float32Array,
  decay: Decay | null,
): (query: RecommendQuery) => readonly ItemHash[] {
  const n = items.length
  const numbers = new Map(items.map((hash, item) => [hash, item]))
  const scores = new Float64Array(n)
  return ({ history, excluded, limit }) => {
    scores.fill(0)
    for (const [hash, weight] of queryWeights(history, decay)) {
      const item = numbers.get(hash)
      if (item === undefined) continue
      const row = weights.subarray(item * n, (item + 1) * n)
      for (let j = 0; j < n; j++) scores[j] = (scores[j] ?? 0) + weight * (row[j] ?? 0)
    }
    return bestOf(scores, scores.keys(), items, excluded, limit)
  }
}
