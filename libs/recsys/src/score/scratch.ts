/** Working memory of scoring, kept between queries so that a query leaves no garbage but its answer. One thread, one scratch. */
export interface Scratch {
  /** Makes room for titles numbered 0 to `titles` - 1 and for `cells` contributions. */
  reserve(titles: number, cells: number): void
  /** By title; all 0 between queries. */
  readonly channel: Float64Array
  readonly total: Float64Array
  readonly marks: Uint32Array
  /** The titles that hold anything but 0, in the first places. */
  readonly touched: Uint32Array
  /** What each title of the history gave each title of the answer. Filled anew by each query. */
  readonly contributions: Float64Array
}

/** Marks of a title during a query; the answer's titles get `ANSWERED` plus their place. */
export const TOUCHED = 1
export const IN_HISTORY = 2
export const ANSWERED = 3

export function createScratch(): Scratch {
  let channel = new Float64Array(0)
  let total = new Float64Array(0)
  let marks = new Uint32Array(0)
  let touched = new Uint32Array(0)
  let contributions = new Float64Array(0)
  return {
    reserve: (titles, cells) => {
      if (titles > total.length) {
        const room = Math.max(titles, Math.ceil(total.length * 1.5))
        channel = new Float64Array(room)
        total = new Float64Array(room)
        marks = new Uint32Array(room)
        touched = new Uint32Array(room)
      }
      if (cells > contributions.length) contributions = new Float64Array(cells)
    },
    get channel() {
      return channel
    },
    get total() {
      return total
    },
    get marks() {
      return marks
    },
    get touched() {
      return touched
    },
    get contributions() {
      return contributions
    },
  }
}
