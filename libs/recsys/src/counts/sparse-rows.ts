/**
 * Many rows of counts: of each row, title number -> one or two sums (open addressing, linear probing). All rows stand in a few large
 * pages, and what belongs to an entry stands side by side: adding touches one or two lines of far memory where maps or arrays of a
 * row's own touch six, at 12 bytes a place. A row holds `limit` entries; beyond it the quarter with the smallest first sums is
 * forgotten.
 */
import { nthGreatest } from '../similarity/keep-greatest.ts'

export interface SparseRows {
  /** `undefined`: nothing was added. As it is now: read before anything more is added. */
  row(row: number): SparseRow | undefined
  /** Titles below 2^22; sums of 0 or more. */
  add(row: number, item: number, first: number, second: number): void
  /**
   * Reads where an entry is likely to stand. Far memory that is asked for in many places at once is waited for once: ask before adding
   * to many rows. The answer means nothing; it is to be kept somewhere, so that the reading is not optimised away.
   */
  warm(row: number, item: number): number
  /** Multiplies all sums. */
  scale(factor: number): void
  /** Goes on as these would have, and leaves them as they are. */
  copy(): SparseRows
}

export interface SparseRow {
  readonly size: number
  /** 0 where there is none. */
  first(item: number): number
  second(item: number): number
  /** In no order that means anything. */
  forEach(visit: (item: number, first: number, second: number) => void): void
}

/** Words of 4 bytes. */
const PAGE = 1 << 20
const SMALLEST_ROOM = 4
const FULL = 0.75
const KEPT = 0.75
const TITLES = 2 ** 22

/** One memory, seen as title numbers and as sums. */
interface Page {
  readonly words: Uint32Array
  readonly sums: Float32Array
}

/** A row's fields in `rows`: its page, its first word, places in it, entries. */
const FIELDS = 4
const START = 1
const ROOM = 2
const SIZE = 3

/** All that rows are made of. */
interface Memory {
  readonly pages: readonly Page[]
  readonly usedOfPage: number
  /** Blocks that rows have grown out of, by places. */
  readonly free: ReadonlyMap<number, readonly Block[]>
  readonly rows: Uint32Array
}

interface Block {
  readonly page: number
  readonly start: number
}

const EMPTY: Memory = { pages: [], usedOfPage: 0, free: new Map(), rows: new Uint32Array(64 * FIELDS) }

/** `sums`: how many of them each entry has. */
export function createSparseRows(limit: number, sums: 1 | 2): SparseRows {
  return rowsFrom(limit, sums, EMPTY)
}

function rowsFrom(limit: number, sums: 1 | 2, start: Memory): SparseRows {
  const stride = 1 + sums
  const pages = start.pages.map(({ words }) => pageOf(words.slice().buffer))
  let { usedOfPage } = start
  const free = new Map(Array.from(start.free, ([room, blocks]) => [room, [...blocks]]))
  let rows = start.rows.slice()
  let keys = new Float64Array(0)
  let entries = new Uint32Array(0)

  const pageAt = (place: number): Page => {
    const page = pages[place]
    if (page === undefined) throw new RangeError(`no page ${place}`)
    return page
  }

  const allocate = (row: number, room: number): void => {
    const words = room * stride
    let block = free.get(room)?.pop()
    if (block === undefined) {
      if (pages.length === 0 || usedOfPage + words > pageAt(pages.length - 1).words.length) {
        pages.push(pageOf(new ArrayBuffer(4 * Math.max(PAGE, words))))
        usedOfPage = 0
      }
      block = { page: pages.length - 1, start: usedOfPage }
      usedOfPage += words
    }
    rows.set([block.page, block.start, room, 0], row * FIELDS)
  }

  /** The word at which the title's entry stands, or could stand. Words of titles are one more than their numbers; 0 is free. */
  const find = ({ words }: Page, start: number, room: number, item: number): number => {
    const mask = room - 1
    let place = firstPlace(item) & mask
    for (;;) {
      const at = start + place * stride
      const word = words[at] ?? 0
      if (word === 0 || word === item + 1) return at
      place = (place + 1) & mask
    }
  }

  const put = (row: number, item: number, first: number, second: number): void => {
    const base = row * FIELDS
    const page = pageAt(rows[base] ?? 0)
    const at = find(page, rows[base + START] ?? 0, rows[base + ROOM] ?? 0, item)
    page.words[at] = item + 1
    page.sums[at + 1] = first
    if (sums === 2) page.sums[at + 2] = second
    rows[base + SIZE] = (rows[base + SIZE] ?? 0) + 1
  }

  /** Puts an entry of these words into a row where it does not stand yet. */
  const settle = (page: Page, start: number, room: number, entry: Uint32Array, from: number): void => {
    const at = find(page, start, room, (entry[from] ?? 0) - 1)
    for (let word = 0; word < stride; word++) page.words[at + word] = entry[from + word] ?? 0
  }

  const grow = (row: number): void => {
    const base = row * FIELDS
    const [place, start, room, size] = [
      rows[base] ?? 0,
      rows[base + START] ?? 0,
      rows[base + ROOM] ?? 0,
      rows[base + SIZE] ?? 0,
    ]
    const { words } = pageAt(place)
    allocate(row, room * 2)
    const [page, to] = [pageAt(rows[base] ?? 0), rows[base + START] ?? 0]
    for (let at = start; at < start + room * stride; at += stride) {
      if (words[at] !== 0) settle(page, to, room * 2, words, at)
    }
    rows[base + SIZE] = size
    words.fill(0, start, start + room * stride)
    const blocks = free.get(room)
    if (blocks === undefined) free.set(room, [{ page: place, start }])
    else blocks.push({ page: place, start })
  }

  /** Keeps the greatest first sums, equal ones of the smaller numbers: each is one integer, much as in `row-sorter.ts`. */
  const forget = (row: number): void => {
    const base = row * FIELDS
    const [start, room, size] = [rows[base + START] ?? 0, rows[base + ROOM] ?? 0, rows[base + SIZE] ?? 0]
    const page = pageAt(rows[base] ?? 0)
    const { words } = page
    if (size > keys.length) {
      keys = new Float64Array(size)
      entries = new Uint32Array(size * stride)
    }
    let count = 0
    for (let at = start; at < start + room * stride; at += stride) {
      if (words[at] === 0) continue
      // A positive float32 has the order of its bits.
      keys[count] = (words[at + 1] ?? 0) * TITLES - (words[at] ?? 0)
      for (let word = 0; word < stride; word++) entries[count * stride + word] = words[at + word] ?? 0
      count += 1
    }
    const kept = Math.min(count, Math.floor(limit * KEPT))
    const least = kept === 0 ? Infinity : nthGreatest(keys, count, kept)
    words.fill(0, start, start + room * stride)
    for (let k = 0; k < count; k++) {
      if ((keys[k] ?? 0) >= least) settle(page, start, room, entries, k * stride)
    }
    rows[base + SIZE] = kept
  }

  return {
    add: (row, item, first, second) => {
      const base = row * FIELDS
      if (base >= rows.length) {
        const larger = new Uint32Array(Math.max(base + FIELDS, rows.length * 2))
        larger.set(rows)
        rows = larger
      }
      if (rows[base + ROOM] === 0) allocate(row, SMALLEST_ROOM)
      const page = pageAt(rows[base] ?? 0)
      const at = find(page, rows[base + START] ?? 0, rows[base + ROOM] ?? 0, item)
      if (page.words[at] !== 0) {
        page.sums[at + 1] = (page.sums[at + 1] ?? 0) + first
        if (sums === 2) page.sums[at + 2] = (page.sums[at + 2] ?? 0) + second
        return
      }
      const size = rows[base + SIZE] ?? 0
      if (size < limit && size < (rows[base + ROOM] ?? 0) * FULL) {
        page.words[at] = item + 1
        page.sums[at + 1] = first
        if (sums === 2) page.sums[at + 2] = second
        rows[base + SIZE] = size + 1
        return
      }
      if (size >= limit) forget(row)
      else grow(row)
      put(row, item, first, second)
    },
    warm: (row, item) => {
      const base = row * FIELDS
      const place = firstPlace(item) & ((rows[base + ROOM] ?? 0) - 1)
      return pages[rows[base] ?? 0]?.words[(rows[base + START] ?? 0) + place * stride] ?? 0
    },
    scale: (factor) => {
      for (const { words, sums: values } of pages) {
        // Every block begins at a multiple of the stride, so entries of all rows stand in one raster.
        for (let at = 0; at < words.length; at += stride) {
          if (words[at] === 0) continue
          values[at + 1] = (values[at + 1] ?? 0) * factor
          if (sums === 2) values[at + 2] = (values[at + 2] ?? 0) * factor
        }
      }
    },
    copy: () => rowsFrom(limit, sums, { pages, usedOfPage, free, rows }),
    row: (row) => {
      const base = row * FIELDS
      const [start, room, size] = [rows[base + START] ?? 0, rows[base + ROOM] ?? 0, rows[base + SIZE] ?? 0]
      if (size === 0) return undefined
      const page = pageAt(rows[base] ?? 0)
      const { words, sums: values } = page
      const sumAt = (item: number, which: number): number => {
        if (which > sums) return 0
        const at = find(page, start, room, item)
        return words[at] === 0 ? 0 : (values[at + which] ?? 0)
      }
      return {
        size,
        first: (item) => sumAt(item, 1),
        second: (item) => sumAt(item, 2),
        forEach: (visit) => {
          for (let at = start; at < start + room * stride; at += stride) {
            const word = words[at] ?? 0
            if (word !== 0) visit(word - 1, values[at + 1] ?? 0, sums === 2 ? (values[at + 2] ?? 0) : 0)
          }
        },
      }
    },
  }
}

function pageOf(memory: ArrayBuffer): Page {
  return { words: new Uint32Array(memory), sums: new Float32Array(memory) }
}

function firstPlace(item: number): number {
  return Math.imul(item, 0x9e3779b1) >>> 8
}
