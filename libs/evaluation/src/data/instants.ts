/**
 * Rows of one instant. A row that repeats an earlier one of the same viewer, item and instant is dropped: it is the same event. Files
 * with whole seconds keep the order that they have within a second: the second row of a viewer's second happens one millisecond
 * after the first. (The fold orders what happens in one millisecond by item hash, which would shuffle it.)
 */
import type { Rows } from './rows.ts'
import { pickRows } from './rows.ts'

const SECOND_MS = 1000

export interface InOrder {
  readonly rows: Rows
  readonly duplicates: number
}

/** `rows` ascend in time; rows of one instant stand in the order of the files. */
export function inOrderOfFiles(rows: Rows): InOrder {
  const kept = distinctRows(rows)
  const picked = pickRows(rows, kept)
  const wholeSeconds = picked.atMs.every((atMs) => atMs % SECOND_MS === 0)
  return {
    rows: wholeSeconds ? { ...picked, atMs: spread(picked) } : picked,
    duplicates: rows.length - kept.length,
  }
}

function distinctRows(rows: Rows): Uint32Array {
  let instant = Number.NaN
  let known = new Set<string>()
  return Uint32Array.from(rows.atMs.keys()).filter((at) => {
    if (rows.atMs[at] !== instant) known = new Set()
    instant = rows.atMs[at] ?? 0
    const fact = `${rows.viewers[at] ?? 0} ${rows.items[at] ?? 0} ${rows.ratings[at] ?? 0} ${rows.positionS[at] ?? 0}`
    if (known.has(fact)) return false
    known.add(fact)
    return true
  })
}

/** More than a thousand rows of a viewer in one second share its last millisecond. */
function spread(rows: Rows): Float64Array {
  const places = new Map<number, number>()
  let instant = Number.NaN
  return rows.atMs.map((atMs, at) => {
    if (atMs !== instant) places.clear()
    instant = atMs
    const viewer = rows.viewers[at] ?? 0
    const place = places.get(viewer) ?? 0
    places.set(viewer, place + 1)
    return atMs + Math.min(place, SECOND_MS - 1)
  })
}
