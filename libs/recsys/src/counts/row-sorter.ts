/**
 * Finds and sorts the best of scored titles, ten times as fast as a heap or a comparator: a float32 has the order of its bits (the
 * negative ones reversed), so score and title number fit into one integer below 2^53, and the engine's own sort of plain numbers does
 * the rest. Where many more come than are wanted, they are cut back now and then, and what is worse than what was kept is not taken in.
 */
import { nthGreatest } from '../similarity/keep-greatest.ts'

export interface RowSorter {
  /** Scores are rounded to float32; those of 0, and those below unless `signed`, are dropped. Titles below 2^22. */
  add(item: number, score: number): void
  /** The best, best first, equal scores in the order of the numbers; empties. */
  drain(): SortedRow
  /** The same ones, in any order: half of the time. */
  drainUnsorted(): SortedRow
}

export interface SortedRow {
  readonly neighbours: Uint32Array
  readonly scores: Float32Array
}

const TITLES = 2 ** 22
/** So many times what is wanted is taken in before it is cut back. */
const ROOM = 4

/** `limit`: how many are wanted. */
export function createRowSorter(limit: number, signed = false): RowSorter {
  const keys = new Float64Array(Math.max(64, ROOM * limit))
  let size = 0
  let least = -Infinity
  const float = new Float32Array(1)
  const bits = new Int32Array(float.buffer)

  const scoreOf = (order: number): number => {
    bits[0] = order < 0 ? -order | 0x80000000 : order
    return float[0] ?? 0
  }

  const cutBack = (): void => {
    const worst = limit > 0 ? nthGreatest(keys, size, limit) : Infinity
    let kept = 0
    // No two keys are equal.
    for (let at = 0; at < size; at++) {
      const key = keys[at] ?? 0
      if (key >= worst) keys[kept++] = key
    }
    size = kept
    least = scoreOf(orderOf(worst))
  }

  const take = (inOrder: boolean): SortedRow => {
    if (size > limit) cutBack()
    const found = keys.subarray(0, size)
    if (inOrder) found.sort()
    const row = { neighbours: new Uint32Array(size), scores: new Float32Array(size) }
    for (let at = 0; at < size; at++) {
      const key = found[size - 1 - at] ?? 0
      const order = orderOf(key)
      row.neighbours[at] = order * TITLES - key
      row.scores[at] = scoreOf(order)
    }
    size = 0
    least = -Infinity
    return row
  }

  return {
    add: (item, score) => {
      float[0] = score
      const rounded = float[0]
      if (!(rounded > 0 || (signed && rounded < 0)) || rounded < least) return
      if (size === keys.length) cutBack()
      // Cutting back reads scores through it.
      float[0] = rounded
      const order = bits[0] ?? 0
      // Greater keys are greater scores, then smaller numbers.
      keys[size++] = (order < 0 ? -(order & 0x7fffffff) : order) * TITLES - item
    },
    drain: () => take(true),
    drainUnsorted: () => take(false),
  }
}

/** The order of a key's score as in `add`, negative for negative scores. */
function orderOf(key: number): number {
  return Math.ceil(key / TITLES)
}
