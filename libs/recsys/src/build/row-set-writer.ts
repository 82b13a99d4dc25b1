/** Collects rows, one after the other, into a row set. */
import type { RowSet } from '../model/model.ts'

export interface RowSetWriter {
  /** The next title's row, best first. */
  add(neighbours: ArrayLike<number>, scores: ArrayLike<number>): void
  finish(): RowSet
}

/** `limit`: most neighbours that any row will have. */
export function createRowSetWriter(titles: number, limit: number): RowSetWriter {
  const offsets = new Uint32Array(titles + 1)
  let neighbours = new Uint32Array(titles * Math.min(limit, 16))
  let scores = new Float32Array(neighbours.length)
  let row = 0
  let size = 0
  return {
    add: (items, values) => {
      if (size + items.length > neighbours.length) {
        const room = Math.max(size + items.length, neighbours.length * 2)
        neighbours = grown(new Uint32Array(room), neighbours)
        scores = grown(new Float32Array(room), scores)
      }
      neighbours.set(items, size)
      scores.set(values, size)
      size += items.length
      offsets[++row] = size
    },
    finish: () => ({ offsets, neighbours: neighbours.slice(0, size), scores: scores.slice(0, size) }),
  }
}

function grown<Values extends Uint32Array | Float32Array>(larger: Values, values: Values): Values {
  larger.set(values)
  return larger
}
