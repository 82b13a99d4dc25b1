import { setImmediate as nextTurn } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { LogRecord } from '@upnext/ports'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { describerOf } from '../describe-record.ts'
import type { Place } from '../names.ts'
import { SCHEMA, columnsOf, rowOf } from './columns.ts'
import { digestOf } from './digest.ts'
import { FORMAT, metadataOf } from './metadata.ts'

/** So few that the least and greatest key of a group say where a viewer is. */
const ROWS_PER_GROUP = 10_000
/** Faster than the library's own compression, smaller, and with a checksum. A higher level costs more time than it saves space. */
const GZIP = { GZIP: (bytes: Uint8Array) => gzipSync(bytes, { level: 1 }) }

/**
 * A Parquet file of the records of a place, given in offset order. The same records give the same bytes. Other work has its turn
 * between groups of rows.
 */
export async function encodeFile(place: Place, records: readonly LogRecord[]): Promise<Uint8Array> {
  const describe = describerOf(place.topic)
  const writer = new ByteWriter()
  const kvMetadata = metadataOf(place, digestOf(records))
  const createdBy = `upnext archive version ${FORMAT}`
  const file = new ParquetWriter({ writer, schema: SCHEMA, codec: 'GZIP', compressors: GZIP, kvMetadata, createdBy })
  const sorted = [...records].sort((a, b) => Buffer.compare(a.key, b.key) || a.offset - b.offset)
  for (let at = 0; at < sorted.length; at += ROWS_PER_GROUP) {
    const rows = sorted.slice(at, at + ROWS_PER_GROUP).map((record) => rowOf(record, describe(record)))
    await file.write({ columnData: columnsOf(rows), rowGroupSize: ROWS_PER_GROUP })
    await nextTurn()
  }
  await file.finish()
  return writer.getBytes()
}
