/**
 * Directed counts: how often title j came soon after title i. For every play of title j by a viewer whose other liked titles
 * before it were h_1 (newest) to h_W:
 *
 *   T[h_k][j] += weight * e^{-(k-1)/3},  W = 10      and, beside it,      S[h_k][j] += weight * e^{-(k-1)/1.5},  W = 3
 *   T[j][h_k] += reverse * ...                       where the order says little (sparse shops)
 *
 * Each sum is kept by source and by target, so that both rows can be read. Forgetting without rescaling ("forward decay",
 * Cormode et al. 2009): increments are multiplied by 2^((t - landmark) / half-life), and reads divide by it. One event costs
 * W additions; memory is bounded by titles * `rowLimit`.
 */
import { createSparseRows } from './sparse-rows.ts'
import type { SparseRow, SparseRows } from './sparse-rows.ts'

export interface CountSettings {
  /** W: how many titles back. */
  readonly window: number
  /** Titles back in which the weight falls to 1/e. */
  readonly decay: number
  readonly shortWindow: number
  readonly shortDecay: number
  /** Share of a count that the opposite direction gets: 0 to 1. */
  readonly reverse: number
  /** In which a count halves; 0: never. */
  readonly halfLifeMs: number
  /** Most titles that a row holds; beyond it the smallest counts are forgotten. */
  readonly rowLimit: number
}

export const COUNT_SETTINGS: CountSettings = {
  window: 10,
  decay: 3,
  shortWindow: 3,
  shortDecay: 1.5,
  reverse: 0,
  halfLifeMs: 0,
  rowLimit: 256,
}

/** Titles before, newest first; the title itself is skipped where it is among them. */
export interface Before {
  readonly titles: ArrayLike<number>
  /** Titles of weight 0 or less lead nowhere, and take no place. */
  readonly weights: ArrayLike<number>
}

export interface Counts {
  readonly settings: CountSettings
  /** Titles so far: 0 to size - 1. */
  size(): number
  /** What followed a title: long and short sums by target. */
  rowOf(item: number): SparseRow | undefined
  /** What a title followed: long sums by source; `undefined` where these are not kept. */
  columnOf(item: number): SparseRow | undefined
  /** Sums over rows and columns of the long counts, with what was forgotten. */
  rowSum(item: number): number
  columnSum(item: number): number
  shortRowSum(item: number): number
  total(): number
  /** What all sums are to be multiplied with to be counts as of the newest play. */
  scale(): number
  /** A play. Weights of 0 or less count nothing. `touched` is told of each title whose row, or column, changed. */
  observe(before: Before, item: number, weight: number, atMs: number, touched?: (item: number) => void): void
}

/** Counts that can be written down, and copied. */
export interface GrowingCounts extends Counts {
  state(): CountState
  /** Goes on as these would have, and leaves them as they are: cheaper than counting again. */
  copy(): GrowingCounts
}

/** What counts are made of; see `counts-bytes.ts`. */
export interface CountState {
  readonly size: number
  /** Taken over, and not copied as the sums are; absent: none. */
  readonly rows: SparseRows | null
  readonly columns: SparseRows | null
  readonly rowSums: ArrayLike<number>
  readonly columnSums: ArrayLike<number>
  readonly shortRowSums: ArrayLike<number>
  readonly total: number
  readonly landmarkMs: number | null
  readonly newestMs: number
}

const NOTHING: CountState = {
  size: 0,
  rows: null,
  columns: null,
  rowSums: [],
  columnSums: [],
  shortRowSums: [],
  total: 0,
  landmarkMs: null,
  newestMs: -Infinity,
}

/** Half-lives after which the landmark moves: sums are float32, and end at 2^127. Those from long before it just fade to 0. */
const FARTHEST = 60

/** `backwards`: whether anybody reads `columnOf`; without, counting costs about half. */
export function createCounts(settings: CountSettings, from: CountState = NOTHING, backwards = true): GrowingCounts {
  const rows = from.rows ?? createSparseRows(settings.rowLimit, 2)
  const columns = backwards ? (from.columns ?? createSparseRows(settings.rowLimit, 1)) : null
  let rowSums = Float64Array.from(from.rowSums)
  let columnSums = Float64Array.from(from.columnSums)
  let shortRowSums = Float64Array.from(from.shortRowSums)
  let total = from.total
  let landmarkMs = from.landmarkMs
  let newestMs = from.newestMs
  let size = from.size
  const sources = new Uint32Array(settings.window)
  // See `warm` of `sparse-rows.ts`.
  const far = { warmth: 0 }
  // What the k-th title before counts for.
  const decay = Float64Array.from({ length: settings.window }, (_, k) => Math.exp(-k / settings.decay))
  const shortDecay = Float64Array.from({ length: settings.window }, (_, k) =>
    k < settings.shortWindow ? Math.exp(-k / settings.shortDecay) : 0,
  )

  const reserve = (titles: number): void => {
    size = Math.max(size, titles)
    if (titles <= rowSums.length) return
    const room = Math.max(titles, rowSums.length * 2, 1024)
    rowSums = grown(rowSums, room)
    columnSums = grown(columnSums, room)
    shortRowSums = grown(shortRowSums, room)
  }

  const count = (from: number, to: number, long: number, short: number): void => {
    rows.add(from, to, long, short)
    columns?.add(to, from, long, 0)
    rowSums[from] = (rowSums[from] ?? 0) + long
    columnSums[to] = (columnSums[to] ?? 0) + long
    shortRowSums[from] = (shortRowSums[from] ?? 0) + short
    total += long
  }

  /** The newest liked titles before, at most as many as the window holds; answers how many. */
  const takeSources = ({ titles, weights }: Before, item: number): number => {
    let n = 0
    for (let at = 0; at < titles.length && n < settings.window; at++) {
      const from = titles[at] ?? 0
      if (from !== item && (weights[at] ?? 0) > 0) sources[n++] = from
    }
    return n
  }

  /** Exponent of 2 of an increment at this time. */
  const halvings = (atMs: number): number =>
    settings.halfLifeMs > 0 && landmarkMs !== null ? (atMs - landmarkMs) / settings.halfLifeMs : 0

  const moveLandmark = (atMs: number): void => {
    const factor = 2 ** -halvings(atMs)
    rows.scale(factor)
    columns?.scale(factor)
    for (const sums of [rowSums, columnSums, shortRowSums]) sums.forEach((sum, item) => (sums[item] = sum * factor))
    total *= factor
    landmarkMs = atMs
  }

  const state = (): CountState => {
    return { size, rows, columns, rowSums, columnSums, shortRowSums, total, landmarkMs, newestMs }
  }

  return {
    settings,
    size: () => size,
    rowOf: (item) => rows.row(item),
    columnOf: (item) => columns?.row(item),
    rowSum: (item) => rowSums[item] ?? 0,
    columnSum: (item) => columnSums[item] ?? 0,
    shortRowSum: (item) => shortRowSums[item] ?? 0,
    total: () => total,
    scale: () => (Number.isFinite(newestMs) ? 2 ** -halvings(newestMs) : 1),
    observe: (before, item, weight, atMs, touched) => {
      reserve(item + 1)
      newestMs = Math.max(newestMs, atMs)
      if (!(weight > 0)) return
      landmarkMs ??= atMs
      if (halvings(atMs) > FARTHEST) moveLandmark(atMs)
      const factor = weight * 2 ** halvings(atMs)
      const n = takeSources(before, item)
      for (let k = 0; k < n; k++) {
        far.warmth += rows.warm(sources[k] ?? 0, item) + (columns?.warm(item, sources[k] ?? 0) ?? 0)
      }
      for (let k = 0; k < n; k++) {
        const from = sources[k] ?? 0
        reserve(from + 1)
        const long = factor * (decay[k] ?? 0)
        const short = factor * (shortDecay[k] ?? 0)
        count(from, item, long, short)
        if (settings.reverse > 0) count(item, from, long * settings.reverse, short * settings.reverse)
        touched?.(from)
      }
      if (n > 0) touched?.(item)
    },
    state,
    // Sums are copied by who takes them over.
    copy: () =>
      createCounts(settings, { ...state(), rows: rows.copy(), columns: columns?.copy() ?? null }, columns !== null),
  }
}

function grown(sums: Float64Array<ArrayBuffer>, room: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(room)
  larger.set(sums)
  return larger
}
