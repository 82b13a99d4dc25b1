/** Who did what and when, column by column: ten million rows take 320 MB, as objects they would take several times that. */

export interface Rows {
  readonly length: number
  /** Numbers into the data set's viewers and items. */
  readonly viewers: Uint32Array
  readonly items: Uint32Array
  /** Ascending; rows of one instant in the order of the files. */
  readonly atMs: Float64Array
  /** As in the file; NaN: not rated. */
  readonly ratings: Float32Array
  readonly positionS: Float32Array
  /** 0: unknown. */
  readonly durationS: Float32Array
}

export interface Row {
  readonly viewer: number
  readonly item: number
  readonly atMs: number
  readonly rating?: number
  readonly positionS?: number
  readonly durationS?: number
}

export interface RowsBuilder {
  length(): number
  add(row: Row): void
  /** Sorted by time, stable. Only rows that `keep` accepts. */
  finish(keep?: (row: Row) => boolean): Rows
}

export function createRowsBuilder(): RowsBuilder {
  const rows: Row[] = []
  return {
    length: () => rows.length,
    add: (row) => void rows.push(row),
    finish: (keep = () => true) => toRows(rows.filter(keep).sort((a, b) => a.atMs - b.atMs)),
  }
}

/** The rows from `start` up to but without `end`. */
export function sliceRows(rows: Rows, start: number, end: number): Rows {
  return {
    length: end - start,
    viewers: rows.viewers.subarray(start, end),
    items: rows.items.subarray(start, end),
    atMs: rows.atMs.subarray(start, end),
    ratings: rows.ratings.subarray(start, end),
    positionS: rows.positionS.subarray(start, end),
    durationS: rows.durationS.subarray(start, end),
  }
}

/** The rows at these places. */
export function pickRows(rows: Rows, places: Uint32Array): Rows {
  return {
    length: places.length,
    viewers: Uint32Array.from(places, (at) => rows.viewers[at] ?? 0),
    items: Uint32Array.from(places, (at) => rows.items[at] ?? 0),
    atMs: Float64Array.from(places, (at) => rows.atMs[at] ?? 0),
    ratings: Float32Array.from(places, (at) => rows.ratings[at] ?? 0),
    positionS: Float32Array.from(places, (at) => rows.positionS[at] ?? 0),
    durationS: Float32Array.from(places, (at) => rows.durationS[at] ?? 0),
  }
}

/** Places of each viewer's rows, in their order. */
export function rowsByViewer(rows: Rows, viewers: number): (viewer: number) => Uint32Array {
  const offsets = new Uint32Array(viewers + 1)
  for (const viewer of rows.viewers) offsets[viewer + 1] = (offsets[viewer + 1] ?? 0) + 1
  for (let viewer = 0; viewer < viewers; viewer++) {
    offsets[viewer + 1] = (offsets[viewer + 1] ?? 0) + (offsets[viewer] ?? 0)
  }
  const next = offsets.slice()
  const places = new Uint32Array(rows.length)
  rows.viewers.forEach((viewer, at) => {
    const to = next[viewer] ?? 0
    places[to] = at
    next[viewer] = to + 1
  })
  return (viewer) => places.subarray(offsets[viewer], offsets[viewer + 1])
}

function toRows(sorted: readonly Row[]): Rows {
  return {
    length: sorted.length,
    viewers: Uint32Array.from(sorted, (row) => row.viewer),
    items: Uint32Array.from(sorted, (row) => row.item),
    atMs: Float64Array.from(sorted, (row) => row.atMs),
    ratings: Float32Array.from(sorted, (row) => row.rating ?? Number.NaN),
    positionS: Float32Array.from(sorted, (row) => row.positionS ?? 0),
    durationS: Float32Array.from(sorted, (row) => row.durationS ?? 0),
  }
}
