import { gunzipSync } from 'node:zlib'
import { asBuffer } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { ArchiveCorruptError } from '../errors.ts'
import type { ArchiveFile } from '../names.ts'
import { RECORD_COLUMNS } from './columns.ts'
import { digestOf } from './digest.ts'
import { mistakeIn } from './metadata.ts'

/** Text stays bytes: the library's own decoder would drop a byte order mark. */
const PARSERS = { stringFromBytes: (bytes: Uint8Array) => bytes }
const COMPRESSORS = { GZIP: (bytes: Uint8Array) => gunzipSync(bytes) }

/** The records of a file, in offset order. Rejects with `ArchiveCorruptError` where they are not exactly what was written. */
export async function decodeFile(file: ArchiveFile, bytes: Uint8Array): Promise<LogRecord[]> {
  try {
    const buffer = bufferOf(bytes)
    const metadata = parquetMetadata(buffer)
    const rows = await parquetReadObjects({
      file: buffer,
      metadata,
      columns: RECORD_COLUMNS,
      utf8: false,
      parsers: PARSERS,
      compressors: COMPRESSORS,
    })
    const records = rows.map(recordOf).sort((a, b) => a.offset - b.offset)
    const mistake = mistakeIn(metadata.key_value_metadata ?? [], file, digestOf(records))
    if (mistake !== null) throw new Error(mistake)
    return records
  } catch (cause) {
    throw damaged(file.name, cause)
  }
}

/** Whether a file has records of this key. Groups of rows whose least and greatest key exclude it are not read. */
export async function holdsKey(file: ArchiveFile, bytes: Uint8Array, key: string): Promise<boolean> {
  try {
    const filter = { key: { $eq: key } }
    const rows = await parquetReadObjects({
      file: bufferOf(bytes),
      columns: ['key'],
      filter,
      compressors: COMPRESSORS,
    })
    return rows.length > 0
  } catch (cause) {
    throw damaged(file.name, cause)
  }
}

/** A copy of its own: a view may be of a larger buffer. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

function recordOf(row: Readonly<Record<string, unknown>>): LogRecord {
  const { offset, key, key_bytes: keyBytes, value, headers } = row
  return {
    offset: Number(offset),
    key: bytesOf(key ?? keyBytes),
    value: bytesOf(value),
    headers: JSON.parse(bytesOf(headers).toString('utf8')) as Record<string, string>,
  }
}

function bytesOf(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new Error('a column holds something else than bytes')
  return asBuffer(value)
}

/** The error of a file that cannot be read. */
export function damaged(name: string, cause: unknown): ArchiveCorruptError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new ArchiveCorruptError(
    `${name} is damaged (${why}): restore it from a copy, or remove it and let \`upnext archive run\` copy it again where the log still has its records`,
    { cause },
  )
}
