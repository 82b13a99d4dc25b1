/** Columns of the archive's Parquet files. The first five hold the record, exactly; the rest says the same to people and SQL. */
import { isUtf8 } from 'node:buffer'
import { asBuffer } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import type { SchemaElement } from 'hyparquet'
import type { ColumnSource } from 'hyparquet-writer'
import type { Description } from '../describe-record.ts'

export interface Row {
  readonly record: LogRecord
  /** `null` where the key is no text. */
  readonly keyText: string | null
  readonly described: Description
}

interface Column {
  readonly element: SchemaElement
  readonly valueOf: (row: Row) => unknown
  readonly encoding?: NonNullable<ColumnSource['encoding']>
}

const COLUMNS: readonly Column[] = [
  {
    element: { name: 'offset', type: 'INT64', repetition_type: 'REQUIRED' },
    valueOf: ({ record }) => BigInt(record.offset),
    encoding: 'DELTA_BINARY_PACKED',
  },
  // Keys are bytes; ours are text. One that is no text stands in `key_bytes` instead.
  { element: textElement('key'), valueOf: ({ keyText }) => keyText },
  {
    element: { name: 'key_bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    valueOf: ({ record, keyText }) => (keyText === null ? record.key : null),
  },
  {
    element: { name: 'value', type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' },
    valueOf: ({ record }) => record.value,
    encoding: 'PLAIN',
  },
  { element: textElement('headers', 'REQUIRED'), valueOf: ({ record }) => headersText(record) },
  { element: textElement('kind'), valueOf: ({ described }) => described.kind },
  timeColumn('occurred_at', ({ described }) => described.occurredAtMs),
  timeColumn('received_at', ({ described }) => described.receivedAtMs),
  { element: textElement('item'), valueOf: ({ described }) => described.item },
  { element: textElement('event_id'), valueOf: ({ described }) => described.eventId, encoding: 'PLAIN' },
]

export const SCHEMA: SchemaElement[] = [
  { name: 'upnext_record', num_children: COLUMNS.length },
  ...COLUMNS.map(({ element }) => element),
]

/** Columns that a record is made of again. */
export const RECORD_COLUMNS = ['offset', 'key', 'key_bytes', 'value', 'headers']

export function rowOf(record: LogRecord, described: Description): Row {
  return { record, described, keyText: textOf(record.key) }
}

export function columnsOf(rows: readonly Row[]): ColumnSource[] {
  return COLUMNS.map(({ element, valueOf, encoding }) => ({
    name: element.name,
    data: rows.map(valueOf),
    // Least and greatest of the bytes help nobody, and may be long.
    statistics: element.name !== 'value' && element.name !== 'event_id',
    ...(encoding === undefined ? {} : { encoding }),
  }))
}

export function headersText({ headers }: LogRecord): string {
  return JSON.stringify(headers)
}

function textElement(name: string, repetition: 'REQUIRED' | 'OPTIONAL' = 'OPTIONAL'): SchemaElement {
  return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: repetition }
}

function timeColumn(name: string, msOf: (row: Row) => number | null): Column {
  return {
    element: { name, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
    valueOf: (row) => {
      const ms = msOf(row)
      return ms === null ? null : BigInt(ms)
    },
    encoding: 'DELTA_BINARY_PACKED',
  }
}

function textOf(bytes: Uint8Array): string | null {
  return isUtf8(bytes) ? asBuffer(bytes).toString('utf8') : null
}
