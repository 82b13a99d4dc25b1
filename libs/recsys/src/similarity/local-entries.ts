/**
 * The entries of small systems, read from a large sparse matrix. Looking each of them up in its row costs several times as much as solving:
 * rows are long, and lie all over memory. So systems are read some thousand at a time, row by row of the matrix: a row is
 * laid out once, dense, and every system that it is part of takes its entries from there. A fifth of the time of looking up.
 */
import type { BuildProgress } from '../build/progress.ts'
import type { SparseMatrix } from './interactions.ts'
import type { NearestTitles } from './nearest-titles.ts'

/** Entries that are held at once, where a single title does not need more: 128 MB. */
const ROOM = 2 ** 25
/** Rows a step. */
const STEP = 256

/**
 * Of a title with candidates c_0 .. c_n-1, ascending, from `starts` on: row p of the triangle below the diagonal, p = 1 .. n - 1, is
 * G[c_p, c_0 .. c_p-1], and after them G[title, c_0 .. c_n-1]. Row p starts at p (p - 1) / 2.
 */
export interface LocalEntries {
  readonly first: number
  /** The first title that was left. */
  readonly end: number
  /** By title, from `first` on. */
  readonly starts: Uint32Array
  readonly values: Float32Array
}

/** Of the titles from the first on, as many as there is room for, then of those after them; `values` are used again by the next. */
export function createEntryReader(
  rows: SparseMatrix,
  nearest: NearestTitles,
  room = ROOM,
): (first: number) => Generator<BuildProgress, LocalEntries> {
  const titles = nearest.offsets.length - 1
  const dense = new Float32Array(titles)
  let values = new Float32Array(0)
  return function* (first) {
    const starts = placesFrom(first, nearest, room)
    const end = first + starts.length - 1
    const size = starts[starts.length - 1] ?? 0
    if (size > values.length) values = new Float32Array(size)
    const users = usersOf(first, end, nearest)
    for (let row = 0; row < titles; row++) {
      if (row % STEP === 0) yield { stage: 'entries of the ridge', done: row, of: titles }
      const [from, to] = [users.offsets[row] ?? 0, users.offsets[row + 1] ?? 0]
      if (from === to) continue
      const begin = rows.offsets[row] ?? 0
      let last = rows.offsets[row + 1] ?? 0
      // Triangles ask for what stands below the diagonal, and only a title's own system for all of its row.
      if (row < first || row >= end) last = placeOf(row, rows.columns, begin, last)
      for (let at = begin; at < last; at++) dense[rows.columns[at] ?? 0] = rows.weights[at] ?? 0
      for (let user = from; user < to; user++) {
        const title = users.titles[user] ?? 0
        const place = users.places[user] ?? 0
        const list = nearest.offsets[title] ?? 0
        const into = (starts[title - first] ?? 0) + (place * (place - 1)) / 2
        for (let at = 0; at < place; at++) values[into + at] = dense[nearest.neighbours[list + at] ?? 0] ?? 0
      }
      for (let at = begin; at < last; at++) dense[rows.columns[at] ?? 0] = 0
    }
    return { first, end, starts, values }
  }
}

/** Where a number stands, or would, in a part of an ascending list. */
function placeOf(wanted: number, list: Uint32Array, first: number, end: number): number {
  let [low, high] = [first, end]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Where the entries of each title start, and where those of the last end. */
function placesFrom(first: number, { offsets }: NearestTitles, room: number): Uint32Array {
  const starts = [0]
  for (let title = first, size = 0; title + 1 < offsets.length; title++) {
    const count = (offsets[title + 1] ?? 0) - (offsets[title] ?? 0)
    size += (count * (count + 1)) / 2
    if (size > room && title > first) break
    starts.push(size)
  }
  return Uint32Array.from(starts)
}

/** By row of the matrix: whose entries it has, and as which row of their triangle. */
interface RowUsers {
  readonly offsets: Uint32Array
  readonly titles: Uint32Array
  readonly places: Uint32Array
}

function usersOf(first: number, end: number, { offsets, neighbours }: NearestTitles): RowUsers {
  const users = {
    offsets: new Uint32Array(offsets.length),
    titles: new Uint32Array((offsets[end] ?? 0) - (offsets[first] ?? 0)),
    places: new Uint32Array((offsets[end] ?? 0) - (offsets[first] ?? 0)),
  }
  const count = (row: number): void => {
    users.offsets[row + 1] = (users.offsets[row + 1] ?? 0) + 1
  }
  forEachUser(count)
  for (let row = 1; row < users.offsets.length; row++) {
    users.offsets[row] = (users.offsets[row] ?? 0) + (users.offsets[row - 1] ?? 0)
  }
  const next = users.offsets.slice()
  forEachUser((row, title, place) => {
    const at = next[row] ?? 0
    next[row] = at + 1
    users.titles[at] = title
    users.places[at] = place
  })
  return users

  function forEachUser(take: (row: number, title: number, place: number) => void): void {
    for (let title = first; title < end; title++) {
      const list = offsets[title] ?? 0
      const size = (offsets[title + 1] ?? 0) - list
      if (size === 0) continue
      for (let place = 1; place < size; place++) take(neighbours[list + place] ?? 0, title, place)
      take(title, title, size)
    }
  }
}
