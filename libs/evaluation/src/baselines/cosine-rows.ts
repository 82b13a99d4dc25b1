/**
 * Cosines of who watched what: S_ij = n_ij / (sqrt(n_i n_j) + shrinkage), n_ij = viewers of both. Row by row over one dense
 * accumulator: never titles * titles of memory. Time is the sum over viewers of (titles of the viewer)^2.
 */
import { createTopK } from '@upnext/recsys'
import type { Ranked } from '@upnext/recsys'
import type { OnProgress } from '../recommender.ts'
import type { Viewings } from './viewings.ts'

/** Titles between two words on progress. */
const STEP = 200

/** Of every title, its nearest `neighbours`; equal ones in the order of the hashes. */
export function cosineRows(
  viewings: Viewings,
  shrinkage: number,
  neighbours: number,
  onProgress: OnProgress,
): readonly Ranked[] {
  const { items } = viewings
  const common = new Float64Array(items.length)
  const touched = new Uint32Array(items.length)
  const best = createTopK(neighbours, (a, b) => a - b)
  const sizes = items.map((_, title) => viewings.viewersOf(title).length)
  return items.map((_, title) => {
    if (title % STEP === 0) onProgress({ stage: 'cosine', done: title, of: items.length })
    const count = countCommon(viewings, title, common, touched)
    for (const other of touched.subarray(0, count)) {
      const score = (common[other] ?? 0) / (Math.sqrt((sizes[title] ?? 0) * (sizes[other] ?? 0)) + shrinkage)
      if (other !== title && best.accepts(other, score)) best.add(other, score)
      common[other] = 0
    }
    return best.drain()
  })
}

/** Adds up in `common` how many viewers each title shares with this one, and answers how many titles stand in `touched`. */
function countCommon(viewings: Viewings, title: number, common: Float64Array, touched: Uint32Array): number {
  let count = 0
  for (const viewer of viewings.viewersOf(title)) {
    for (const other of viewings.titlesOf(viewer)) {
      if (common[other] === 0) touched[count++] = other
      common[other] = (common[other] ?? 0) + 1
    }
  }
  return count
}
