/** One number over the records of a file, in offset order: Parquet itself would not notice every damage. */
import { createHash } from 'node:crypto'
import type { LogRecord } from '@upnext/ports'
import { headersText } from './columns.ts'

const PIECE_BYTES = 256 * 1024
const PREFIX_BYTES = 20

/** SHA-256, in hex, of each record's offset, lengths, key, value and headers. */
export function digestOf(records: readonly LogRecord[]): string {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(PIECE_BYTES)
  let filled = 0
  const add = (bytes: Uint8Array): void => {
    // Many small updates cost more than copying.
    if (filled + bytes.length > PIECE_BYTES) {
      hash.update(piece.subarray(0, filled))
      filled = 0
    }
    if (bytes.length > PIECE_BYTES) hash.update(bytes)
    else {
      piece.set(bytes, filled)
      filled += bytes.length
    }
  }
  const prefix = Buffer.allocUnsafe(PREFIX_BYTES)
  for (const record of records) {
    const headers = Buffer.from(headersText(record), 'utf8')
    prefix.writeBigUInt64BE(BigInt(record.offset), 0)
    prefix.writeUInt32BE(record.key.length, 8)
    prefix.writeUInt32BE(record.value.length, 12)
    prefix.writeUInt32BE(headers.length, 16)
    for (const part of [prefix, record.key, record.value, headers]) add(part)
  }
  return hash.update(piece.subarray(0, filled)).digest('hex')
}
