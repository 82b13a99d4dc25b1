/**
 * Which titles the same viewers like: S_ij = G_ij / (sqrt(G_ii G_jj) + shrinkage), G = X^T X with X the viewers' graded
 * weights; dislikes are negative, so that loved-by-some and hated-by-others pushes titles apart. The shrinkage keeps titles with a
 * handful of viewers from looking alike by chance. Row by row over one dense accumulator: never titles * titles of memory;
 * time is the sum over viewers of (titles of the viewer)^2.
 */
import type { Interactions } from '../build/interactions.ts'
import type { BuildProgress } from '../build/progress.ts'
import { createRowSetWriter } from '../build/row-set-writer.ts'
import type { RowSet } from '../model/model.ts'
import { createTopK } from '../top-k.ts'

export interface CosineSettings {
  /** In the unit of G: 5 is five viewers who finished both. */
  readonly shrinkage: number
  /** Most neighbours kept in a row. */
  readonly neighbours: number
}

/** Titles a step: some milliseconds of work between two yields. */
const STEP = 64

/** Only positive similarities; equal ones stand in the order of the hashes. */
export function* cosineRows(interactions: Interactions, settings: CosineSettings): Generator<BuildProgress, RowSet> {
  const { byTitle, byViewer } = interactions
  const titles = interactions.items.length
  const norms = Float64Array.from(interactions.items, (_, item) =>
    Math.sqrt(squareSum(byTitle.weights, byTitle.offsets, item)),
  )
  const sums = new Float64Array(titles)
  const touched = new Uint32Array(titles)
  // The last row that touched each title, plus one: a sum can come back to 0 in between.
  const touchedBy = new Uint32Array(titles)
  // Numbers ascend with the hashes.
  const best = createTopK(settings.neighbours, (a, b) => a - b)
  const writer = createRowSetWriter(titles, settings.neighbours)
  for (let item = 0; item < titles; item++) {
    if (item % STEP === 0) yield { stage: 'similarity', done: item, of: titles }
    let count = 0
    for (let at = byTitle.offsets[item] ?? 0; at < (byTitle.offsets[item + 1] ?? 0); at++) {
      const viewer = byTitle.columns[at] ?? 0
      const weight = byTitle.weights[at] ?? 0
      const end = byViewer.offsets[viewer + 1] ?? 0
      for (let of = byViewer.offsets[viewer] ?? 0; of < end; of++) {
        const other = byViewer.columns[of] ?? 0
        if (touchedBy[other] !== item + 1) touched[count++] = other
        touchedBy[other] = item + 1
        sums[other] = (sums[other] ?? 0) + weight * (byViewer.weights[of] ?? 0)
      }
    }
    for (let at = 0; at < count; at++) {
      const other = touched[at] ?? 0
      const sum = sums[other] ?? 0
      sums[other] = 0
      if (other === item || sum <= 0) continue
      const score = Math.fround(sum / ((norms[item] ?? 0) * (norms[other] ?? 0) + settings.shrinkage))
      if (score > 0 && best.accepts(other, score)) best.add(other, score)
    }
    const row = best.drain()
    writer.add(row.items, row.scores)
  }
  return writer.finish()
}

function squareSum(weights: Float32Array, offsets: Uint32Array, item: number): number {
  let sum = 0
  for (let at = offsets[item] ?? 0; at < (offsets[item + 1] ?? 0); at++) sum += (weights[at] ?? 0) ** 2
  return sum
}
