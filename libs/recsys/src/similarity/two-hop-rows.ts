/**
 * What goes with what goes with a title: F_ij = sum over k of S_ik S_kj, with S the nearest neighbours by shrunk cosine. Where plays are
 * few most pairs that belong together were never seen together; two steps find them.
 */
import { createRowSorter } from '../counts/row-sorter.ts'
import { createRowSetWriter } from '../build/row-set-writer.ts'
import type { BuildProgress } from '../build/progress.ts'
import type { RowSet } from '../model/model.ts'
import { cosineRows } from './together-rows.ts'
import type { Gram } from './gram.ts'

/** Neighbours that each step looks at: time is titles * NEAR^2. */
const NEAR = 60
/** Less shrinkage than elsewhere, in events: the second step damps by itself. */
const SHRINKAGE = 5
/** Titles a step. */
const STEP = 64

export function* twoHopRows(gram: Gram, neighbours: number): Generator<BuildProgress, RowSet> {
  const near = cosineRows(gram, NEAR, SHRINKAGE)
  const titles = gram.diagonal.length
  const writer = createRowSetWriter(titles, neighbours)
  const sorter = createRowSorter(neighbours)
  const sums = new Float64Array(titles)
  // Whose sum was 0 when something was added: those that have come back to 0 meanwhile more than once.
  const touched = new Uint32Array(NEAR * NEAR)
  for (let title = 0; title < titles; title++) {
    if (title % STEP === 0) yield { stage: 'two steps', done: title, of: titles }
    let count = 0
    for (let at = near.offsets[title] ?? 0; at < (near.offsets[title + 1] ?? 0); at++) {
      const between = near.neighbours[at] ?? 0
      const share = near.scores[at] ?? 0
      for (let on = near.offsets[between] ?? 0; on < (near.offsets[between + 1] ?? 0); on++) {
        const other = near.neighbours[on] ?? 0
        const sum = sums[other] ?? 0
        if (sum === 0) touched[count++] = other
        sums[other] = sum + share * (near.scores[on] ?? 0)
      }
    }
    sums[title] = 0
    for (let at = 0; at < count; at++) {
      const other = touched[at] ?? 0
      sorter.add(other, sums[other] ?? 0)
      sums[other] = 0
    }
    const row = sorter.drain()
    writer.add(row.neighbours, row.scores)
  }
  return writer.finish()
}
