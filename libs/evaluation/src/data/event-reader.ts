/** Reads tables of events into rows. What makes no sense is counted by reason, with the first line where it happened. */
import { DataError } from '../data-error.ts'
import { columnOf, readCsv } from './csv-table.ts'
import type { CsvTable } from './csv-table.ts'
import { createNumbering } from './numbering.ts'
import type { Numbering } from './numbering.ts'
import type { RowsBuilder } from './rows.ts'
import { parseTime } from './times.ts'

/** Names of columns, or their numbers from 1. */
/** A year. */
const LONGEST_S = 31_536_000

export interface EventColumns {
  readonly user: string
  readonly item: string
  readonly time: string
  readonly rating?: string | undefined
  /** Seconds reached. */
  readonly watched?: string | undefined
  /** Seconds that it lasts. */
  readonly duration?: string | undefined
}

export interface EventReader {
  readonly viewers: Numbering
  readonly items: Numbering
  /** Rows by item number. */
  readonly itemCounts: readonly number[]
  read(path: string, into: RowsBuilder): Promise<void>
  /** 0 where nothing is rated. */
  greatestRating(): number
  facts(): ReadingFacts
}

export interface ReadingFacts {
  /** Rows that stood after a later one; they were put in order. */
  readonly unsortedRows: number
  readonly unreadable: Readonly<Record<string, Unreadable>>
}

interface Unreadable {
  readonly rows: number
  /** `file:line` of the first. */
  readonly first: string
}

export function createEventReader(columns: EventColumns, ratingMax: number | null): EventReader {
  const viewers = createNumbering()
  const items = createNumbering()
  const itemCounts: number[] = []
  const unreadable: Record<string, Unreadable> = {}
  let unsortedRows = 0
  let greatestRating = 0

  return {
    viewers,
    items,
    itemCounts,
    greatestRating: () => greatestRating,
    facts: () => ({ unsortedRows, unreadable }),
    read: async (path, into) => {
      const table = await readCsv(path, { delimiter: null, hasHeader: true })
      if (table.rows.length === 0) {
        throw new DataError(`${path} has no rows`, { hint: 'give a table with a header and at least one row' })
      }
      const parse = createRowParser(table, columns, ratingMax)
      let newest = -Infinity
      table.rows.forEach((fields, index) => {
        const parsed = parse(fields)
        if (typeof parsed === 'string') {
          const before = unreadable[parsed]
          unreadable[parsed] = { rows: (before?.rows ?? 0) + 1, first: before?.first ?? `${path}:${index + 2}` }
          return
        }
        const item = items.add(parsed.item)
        itemCounts[item] = (itemCounts[item] ?? 0) + 1
        if (parsed.atMs < newest) unsortedRows += 1
        newest = Math.max(newest, parsed.atMs)
        if (parsed.rating > greatestRating) greatestRating = parsed.rating
        into.add({ ...parsed, viewer: viewers.add(parsed.viewer), item })
      })
    },
  }
}

interface ParsedRow {
  readonly viewer: string
  readonly item: string
  readonly atMs: number
  /** NaN: there are no ratings. */
  readonly rating: number
  readonly positionS: number
  readonly durationS: number
}

/** Answers a row, or why it cannot be used. */
function createRowParser(
  table: CsvTable,
  columns: EventColumns,
  ratingMax: number | null,
): (fields: readonly string[]) => ParsedRow | string {
  const place = (name: string | undefined): number => (name === undefined ? -1 : columnOf(table, 'columns', name))
  const at = {
    user: place(columns.user),
    item: place(columns.item),
    time: place(columns.time),
    rating: place(columns.rating),
    watched: place(columns.watched),
    duration: place(columns.duration),
  }
  return (fields) => {
    const viewer = (fields[at.user] ?? '').trim()
    const item = (fields[at.item] ?? '').trim()
    const atMs = parseTime(fields[at.time] ?? '', 'auto')
    if (viewer === '') return 'no user'
    if (item === '') return 'no item'
    if (atMs === null) return 'not a time'
    const rating = at.rating === -1 ? Number.NaN : numberIn(fields[at.rating])
    if (at.rating !== -1 && !(Number.isFinite(rating) && rating >= 0 && rating <= (ratingMax ?? Infinity)))
      return 'not a rating'
    const positionS = at.watched === -1 ? 0 : numberIn(fields[at.watched])
    if (!isLength(positionS)) return 'not a watched time'
    const durationS = at.duration === -1 ? 0 : numberIn(fields[at.duration])
    if (!isLength(durationS)) return 'not a duration'
    return { viewer, item, atMs, rating, positionS, durationS }
  }
}

/** Seconds that some film could have. */
function isLength(seconds: number): boolean {
  return seconds >= 0 && seconds <= LONGEST_S
}

function numberIn(text: string | undefined): number {
  return text === undefined || text.trim() === '' ? Number.NaN : Number(text)
}
