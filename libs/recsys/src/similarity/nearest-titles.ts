/** The nearest titles of each title by G_ij / (sqrt(G_ii G_jj) + shrinkage), those above 0 alone: which ones, not how near. */
import type { BuildProgress } from '../build/progress.ts'
import type { Gram } from './gram.ts'
import { SHRINKAGE } from './gram.ts'
import { keepGreatest } from './keep-greatest.ts'

/** Lists of titles, one after the other; each ascends. */
export interface NearestTitles {
  readonly offsets: Uint32Array
  readonly neighbours: Uint32Array
}

/** Titles a step. */
const STEP = 64

/** At most `most` of each title; of those that are not `targets`, none. */
export function* nearestTitles(
  { rows, diagonal, eventWeight }: Gram,
  most: number,
  targets: (title: number) => boolean = () => true,
): Generator<BuildProgress, NearestTitles> {
  const titles = diagonal.length
  const others = new Uint32Array(titles)
  const similarities = new Float64Array(titles)
  const offsets = new Uint32Array(titles + 1)
  const neighbours = new Uint32Array(Math.min(rows.columns.length, titles * most))
  let size = 0
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'nearest titles', done: title, of: titles }
    if (targets(title)) {
      let near = 0
      for (let at = rows.offsets[title] ?? 0; at < (rows.offsets[title + 1] ?? 0); at++) {
        const other = rows.columns[at] ?? 0
        const norm = Math.sqrt((diagonal[title] ?? 0) * (diagonal[other] ?? 0)) + SHRINKAGE * eventWeight
        const similarity = (rows.weights[at] ?? 0) / norm
        if (!(similarity > 0)) continue
        others[near] = other
        similarities[near++] = similarity
      }
      // They ascend, as the row's columns do.
      const kept = keepGreatest(others, similarities, near, most)
      neighbours.set(others.subarray(0, kept), size)
      size += kept
    }
    offsets[title + 1] = size
  }
  return { offsets, neighbours: neighbours.slice(0, size) }
}
