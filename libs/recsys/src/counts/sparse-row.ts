/**
 * One row of counts: title number -> sum, in two typed arrays (open addressing, linear probing). At about 12 bytes an entry it
 * takes a quarter of a Map's memory. Holds `limit` entries; beyond it the smallest quarter is forgotten.
 */
export interface SparseRow {
  readonly size: number
  add(item: number, amount: number): void
  /** 0 where there is none. */
  get(item: number): number
  /** In no order that means anything. */
  forEach(visit: (item: number, sum: number) => void): void
}

const FREE = 0xffffffff
const SMALLEST_ROOM = 8

export function createSparseRow(limit: number): SparseRow {
  let keys = new Uint32Array(SMALLEST_ROOM).fill(FREE)
  let sums = new Float32Array(SMALLEST_ROOM)
  let size = 0

  const slotOf = (item: number): number => {
    const mask = keys.length - 1
    let slot = (Math.imul(item, 0x9e3779b1) >>> 8) & mask
    while (keys[slot] !== item && keys[slot] !== FREE) slot = (slot + 1) & mask
    return slot
  }
  const put = (item: number, sum: number): void => {
    const slot = slotOf(item)
    keys[slot] = item
    sums[slot] = sum
    size += 1
  }
  const rebuild = (room: number, entries: readonly Entry[]): void => {
    keys = new Uint32Array(room).fill(FREE)
    sums = new Float32Array(room)
    size = 0
    for (const { item, sum } of entries) put(item, sum)
  }
  const entries = (): Entry[] => {
    const found: Entry[] = []
    keys.forEach((item, slot) => {
      if (item !== FREE) found.push({ item, sum: sums[slot] ?? 0 })
    })
    return found
  }

  return {
    get size() {
      return size
    },
    add: (item, amount) => {
      const slot = slotOf(item)
      if (keys[slot] === item) {
        sums[slot] = (sums[slot] ?? 0) + amount
        return
      }
      if (size >= limit) rebuild(keys.length, greatest(entries(), Math.floor(limit * 0.75)))
      else if (size >= keys.length * 0.75) rebuild(keys.length * 2, entries())
      put(item, amount)
    },
    get: (item) => {
      const slot = slotOf(item)
      return keys[slot] === item ? (sums[slot] ?? 0) : 0
    },
    forEach: (visit) => {
      for (let slot = 0; slot < keys.length; slot++) {
        const item = keys[slot] ?? FREE
        if (item !== FREE) visit(item, sums[slot] ?? 0)
      }
    },
  }
}

interface Entry {
  readonly item: number
  readonly sum: number
}

function greatest(entries: Entry[], count: number): Entry[] {
  return entries.sort((a, b) => b.sum - a.sum || a.item - b.item).slice(0, count)
}
