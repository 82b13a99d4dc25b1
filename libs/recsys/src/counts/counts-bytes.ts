/** Counts as bytes and back, for a checkpoint. Counts read back go on exactly as those that were written would have. */
import { containerFromBytes, containerToBytes, ContainerFormatError } from '../bytes/container.ts'
import type { ContainerKind } from '../bytes/container.ts'
import { itemHashesFromU32, itemHashesToU32 } from '../bytes/item-hashes.ts'
import type { Counts, CountSettings } from './counts.ts'
import { createCounts } from './counts.ts'
import { createSparseRow } from './sparse-row.ts'
import type { SparseRow } from './sparse-row.ts'

const COUNTS: ContainerKind = { magic: 'UPNXCNTS', version: 1 }

export function countsToBytes(counts: Counts, settings: CountSettings): Uint8Array {
  const items = Array.from({ length: counts.index.size }, (_, item) => counts.index.hashOf(item))
  const sizes = Uint32Array.from(items, (_, item) => counts.rows[item]?.size ?? 0)
  const entries = sizes.reduce((sum, size) => sum + size, 0)
  const neighbours = new Uint32Array(entries)
  const sums = new Float32Array(entries)
  let at = 0
  for (const row of counts.rows) {
    const start = at
    row?.forEach((item) => (neighbours[at++] = item))
    neighbours.subarray(start, at).sort()
    for (let i = start; i < at; i++) sums[i] = row?.get(neighbours[i] ?? 0) ?? 0
  }
  return containerToBytes(COUNTS, {
    meta: { ...settings },
    arrays: {
      items: itemHashesToU32(items),
      sizes,
      neighbours,
      sums,
      rowSums: Float64Array.from(items, (_, item) => counts.rowSum(item)),
      columnSums: Float64Array.from(items, (_, item) => counts.columnSum(item)),
      total: Float64Array.of(counts.total),
    },
  })
}

/** Throws `ContainerFormatError` for other bytes, and for counts made with other settings. */
export function countsFromBytes(bytes: Uint8Array, settings: CountSettings): Counts {
  const container = containerFromBytes(COUNTS, bytes)
  if (JSON.stringify(container.meta) !== JSON.stringify({ ...settings })) {
    throw new ContainerFormatError('made with other settings')
  }
  const items = itemHashesFromU32(container.u32('items'))
  const rows = readRows(container.u32('sizes'), container.u32('neighbours'), container.f32('sums'), settings)
  const rowSums = [...container.f64('rowSums')]
  const columnSums = [...container.f64('columnSums')]
  const lengths = [rows.length, rowSums.length, columnSums.length]
  if (lengths.some((length) => length !== items.length)) throw new ContainerFormatError('its parts do not go together')
  return createCounts(settings, { items, rows, rowSums, columnSums, total: container.f64('total')[0] ?? 0 })
}

function readRows(
  sizes: Uint32Array,
  neighbours: Uint32Array,
  sums: Float32Array,
  settings: CountSettings,
): (SparseRow | undefined)[] {
  let at = 0
  const rows = Array.from(sizes, (size) => {
    if (size === 0) return undefined
    const row = createSparseRow(settings.rowLimit)
    for (const end = at + size; at < end; at++) {
      const neighbour = neighbours[at] ?? sizes.length
      if (neighbour >= sizes.length) throw new ContainerFormatError('a row names a title that is not there')
      row.add(neighbour, sums[at] ?? 0)
    }
    return row
  })
  if (at !== neighbours.length || at !== sums.length) throw new ContainerFormatError('its rows do not go together')
  return rows
}
