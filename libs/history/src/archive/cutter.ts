/** Cuts a partition's records into files: by day, by number and by size. Where it cuts depends on the records alone. */
import type { LogRecord } from '@upnext/ports'

/** A file is full before it has more. One record may be larger than `maxBytes`: then it is alone. */
export interface FileLimits {
  readonly maxRecords: number
  readonly maxBytes: number
}

export const FILE_LIMITS: FileLimits = { maxRecords: 100_000, maxBytes: 32 * 1024 * 1024 }

/** Records of one file-to-be, in offset order; `end` is where the next one begins. */
export interface CutFile {
  readonly day: string
  readonly start: number
  readonly end: number
  readonly records: readonly LogRecord[]
}

export interface Cutter {
  /** Takes the next record, and answers the file that ends before it, if one does. */
  add(record: LogRecord): CutFile | null
  /** What is left, up to `end`. */
  finish(end: number): CutFile
}

/** Where no record says its day. */
export const UNKNOWN_DAY = '1970-01-01'
const DAY_MS = 86_400_000
const MIN_MS = Date.UTC(1000, 0, 1)
const MAX_MS = Date.UTC(9999, 11, 31)

/**
 * Begins at offset `start`. `timeOf` answers when a record was received, or `null` where it does not say. A file's day is that
 * of the first record that says one. A later day begins a file; an earlier one does not, or clocks that differ a little would cut
 * hundreds of files around midnight.
 */
export function createCutter(
  start: number,
  timeOf: (record: LogRecord) => number | null,
  limits: FileLimits = FILE_LIMITS,
): Cutter {
  let from = start
  let day: number | null = null
  let records: LogRecord[] = []
  let bytes = 0

  const cut = (end: number): CutFile => {
    const file = { day: day === null ? UNKNOWN_DAY : nameOf(day), start: from, end, records }
    from = end
    day = null
    records = []
    bytes = 0
    return file
  }

  return {
    add(record) {
      const size = record.key.length + record.value.length
      const itsDay = dayOf(timeOf(record))
      const isLater = itsDay !== null && day !== null && itsDay > day
      const isFull = records.length >= limits.maxRecords || bytes + size > limits.maxBytes
      const file = records.length > 0 && (isLater || isFull) ? cut(record.offset) : null
      records.push(record)
      bytes += size
      day ??= itsDay
      return file
    },
    finish: cut,
  }
}

/** Days since 1970-01-01 UTC; `null` for times that a folder's name cannot hold. */
function dayOf(atMs: number | null): number | null {
  return atMs !== null && atMs >= MIN_MS && atMs < MAX_MS ? Math.floor(atMs / DAY_MS) : null
}

function nameOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}
