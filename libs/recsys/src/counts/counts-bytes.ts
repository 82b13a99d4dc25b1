/** Counts as bytes and back, for a checkpoint. Counts read back go on exactly as those that were written would have. */
import { containerFromBytes, containerToBytes, ContainerFormatError } from '../bytes/container.ts'
import type { ContainerKind, OpenContainer, PackedArray } from '../bytes/container.ts'
import type { CountSettings, GrowingCounts } from './counts.ts'
import { createCounts } from './counts.ts'
import { createSparseRows } from './sparse-rows.ts'
import type { SparseRows } from './sparse-rows.ts'

const COUNTS: ContainerKind = { magic: 'UPNXCNTS', version: 2 }

/** The numbers of titles are the caller's to keep. */
export function countsToBytes(counts: GrowingCounts): Uint8Array {
  const state = counts.state()
  return containerToBytes(COUNTS, {
    meta: { settings: counts.settings, landmarkMs: state.landmarkMs },
    arrays: {
      ...packRows('rows', state.rows, counts.size()),
      ...packRows('columns', state.columns, counts.size()),
      rowSums: toArray(state.rowSums, counts.size()),
      columnSums: toArray(state.columnSums, counts.size()),
      shortRowSums: toArray(state.shortRowSums, counts.size()),
      total: Float64Array.of(state.total, state.newestMs),
    },
  })
}

/** Throws `ContainerFormatError` for other bytes, and for counts made with other settings. */
export function countsFromBytes(bytes: Uint8Array, settings: CountSettings): GrowingCounts {
  const container = containerFromBytes(COUNTS, bytes)
  const { meta } = container
  const written = typeof meta === 'object' && meta !== null && 'settings' in meta ? meta.settings : null
  if (JSON.stringify(written) !== JSON.stringify(settings)) throw new ContainerFormatError('made with other settings')
  const landmarkMs = typeof meta === 'object' && meta !== null && 'landmarkMs' in meta ? meta.landmarkMs : null
  const rows = unpackRows('rows', container, createSparseRows(settings.rowLimit, 2))
  const columns = unpackRows('columns', container, createSparseRows(settings.rowLimit, 1))
  const size = container.u32('rows.sizes').length
  const [rowSums, columnSums, shortRowSums] = [
    container.f64('rowSums'),
    container.f64('columnSums'),
    container.f64('shortRowSums'),
  ]
  const parts = [container.u32('columns.sizes'), rowSums, columnSums, shortRowSums]
  if (parts.some((part) => part.length !== size)) {
    throw new ContainerFormatError('its parts do not go together')
  }
  const [total = 0, newestMs = -Infinity] = container.f64('total')
  return createCounts(settings, {
    size,
    rows,
    columns,
    rowSums,
    columnSums,
    shortRowSums,
    total,
    newestMs,
    landmarkMs: typeof landmarkMs === 'number' ? landmarkMs : null,
  })
}

function toArray(sums: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, item) => sums[item] ?? 0)
}

function packRows(name: string, rows: SparseRows | null, size: number): Readonly<Record<string, PackedArray>> {
  const sizes = Uint32Array.from({ length: size }, (_, item) => rows?.row(item)?.size ?? 0)
  const entries = sizes.reduce((sum, length) => sum + length, 0)
  const neighbours = new Uint32Array(entries)
  const sums = new Float32Array(entries * 2)
  let at = 0
  for (let item = 0; item < size; item++) {
    const row = rows?.row(item)
    const start = at
    row?.forEach((neighbour) => (neighbours[at++] = neighbour))
    neighbours.subarray(start, at).sort()
    for (let i = start; i < at; i++) {
      const neighbour = neighbours[i] ?? 0
      sums[2 * i] = row?.first(neighbour) ?? 0
      sums[2 * i + 1] = row?.second(neighbour) ?? 0
    }
  }
  return { [`${name}.sizes`]: sizes, [`${name}.neighbours`]: neighbours, [`${name}.sums`]: sums }
}

function unpackRows(name: string, container: OpenContainer, rows: SparseRows): SparseRows {
  const sizes = container.u32(`${name}.sizes`)
  const neighbours = container.u32(`${name}.neighbours`)
  const sums = container.f32(`${name}.sums`)
  let at = 0
  for (const [row, size] of sizes.entries()) {
    for (const end = at + size; at < end; at++) {
      const neighbour = neighbours[at] ?? sizes.length
      if (neighbour >= sizes.length) throw new ContainerFormatError('a row names a title that is not there')
      rows.add(row, neighbour, sums[2 * at] ?? 0, sums[2 * at + 1] ?? 0)
    }
  }
  if (at !== neighbours.length || 2 * at !== sums.length) throw new ContainerFormatError('its rows do not go together')
  return rows
}
