/**
 * Item-kNN: cosine of who watched what. Without shrinkage, as in the plain method; with 20, as tuned ones have it (better on
 * sparse data); and asked with a recency decay instead of the whole history. All neighbours count where the catalogue is
 * small, elsewhere the 100 nearest of every title.
 */
import type { ModelEntry, OnProgress, Recommender, TrainingData } from '../recommender.ts'
import { cosineRows } from './cosine-rows.ts'
import type { Decay } from './query-weights.ts'
import { recommendByRows } from './sparse-rows.ts'
import { viewingsIn } from './viewings.ts'

const NEIGHBOURS = 100
const SMALL_CATALOGUE = 4000
const RECENT = { tau: 2, titles: 50 }

export const COSINE: ModelEntry = {
  names: ['cosine', 'cosine-recent'],
  fit: (data, onProgress) => {
    const recommendWith = fitCosine(data, 0, onProgress)
    const whole = { name: 'cosine', recommend: recommendWith(null) }
    return data.timeless ? whole : [whole, { name: 'cosine-recent', recommend: recommendWith(RECENT) }]
  },
}

export const SHRUNK_COSINE: ModelEntry = {
  names: ['cosine-shrunk'],
  fit: (data, onProgress) => ({ name: 'cosine-shrunk', recommend: fitCosine(data, 20, onProgress)(null) }),
}

function fitCosine(
  data: TrainingData,
  shrinkage: number,
  onProgress: OnProgress,
): (decay: Decay | null) => Recommender['recommend'] {
  const viewings = viewingsIn(data)
  const titles = viewings.items.length
  const neighbours = titles <= SMALL_CATALOGUE ? titles : NEIGHBOURS
  const rows = cosineRows(viewings, shrinkage, neighbours, onProgress)
  return (decay) => recommendByRows(viewings.items, rows, decay)
}
