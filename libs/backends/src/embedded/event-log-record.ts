import { RecordUnreadableError, asBuffer } from '@upnext/ports'
import type { LogRecord, NewRecord } from '@upnext/ports'

/**
 * How a record lies in the embedded log.
 *
 * key: topic (u16) | partition (u16) | offset (u48), big-endian, so that the order of bytes is the order of offsets.
 * value: format (u8) | key length (u32) | headers length (u32) | key | headers as JSON | value.
 */
const FORMAT = 1
const PREFIX_BYTES = 9
const LARGEST_OFFSET = 2 ** 48 - 1

export function recordKey(topicId: number, partition: number, offset: number): Buffer {
  const key = Buffer.allocUnsafe(10)
  key.writeUInt16BE(topicId, 0)
  key.writeUInt16BE(partition, 2)
  key.writeUIntBE(offset, 4, 6)
  return key
}

/** Greater than every key of the partition. */
export function lastRecordKey(topicId: number, partition: number): Buffer {
  return recordKey(topicId, partition, LARGEST_OFFSET)
}

export function offsetOfKey(key: Uint8Array): number {
  return asBuffer(key).readUIntBE(4, 6)
}

export function encodeRecord({ key, value, headers }: NewRecord): Buffer {
  const head = headers === undefined || Object.keys(headers).length === 0 ? '' : JSON.stringify(headers)
  const headBytes = Buffer.byteLength(head)
  const bytes = Buffer.allocUnsafe(PREFIX_BYTES + key.length + headBytes + value.length)
  bytes.writeUInt8(FORMAT, 0)
  bytes.writeUInt32BE(key.length, 1)
  bytes.writeUInt32BE(headBytes, 5)
  bytes.set(key, PREFIX_BYTES)
  bytes.write(head, PREFIX_BYTES + key.length)
  bytes.set(value, PREFIX_BYTES + key.length + headBytes)
  return bytes
}

/** The record that `encodeRecord` wrote. Throws a `RecordUnreadableError` on bytes of another format. */
export function decodeRecord(offset: number, bytes: Buffer): LogRecord {
  if (bytes.length > 0 && bytes[0] !== FORMAT) {
    throw new RecordUnreadableError(
      `record ${offset} has the unknown format ${bytes[0]}: a newer version wrote it, run that one`,
    )
  }
  const damaged = (how: string): RecordUnreadableError =>
    new RecordUnreadableError(`record ${offset} is damaged: ${how}; restore the data folder from a copy`)
  if (bytes.length < PREFIX_BYTES) throw damaged('it ends before its key does')
  const keyEnd = PREFIX_BYTES + bytes.readUInt32BE(1)
  const headEnd = keyEnd + bytes.readUInt32BE(5)
  if (headEnd > bytes.length) throw damaged('it ends before its headers do')
  try {
    return {
      offset,
      key: bytes.subarray(PREFIX_BYTES, keyEnd),
      value: bytes.subarray(headEnd),
      headers:
        headEnd === keyEnd ? {} : (JSON.parse(bytes.toString('utf8', keyEnd, headEnd)) as Record<string, string>),
    }
  } catch {
    throw damaged('its headers are no JSON')
  }
}
