import { RecordTooLargeError } from '@upnext/ports'
import type { NewRecord } from '@upnext/ports'

/** Largest record that the log takes: key, value and headers together. */
export const MAX_RECORD_BYTES = 1_048_576

/** Bytes of a record's key, value and headers. */
export function recordSize(record: NewRecord): number {
  let size = record.key.length + record.value.length
  for (const [name, value] of Object.entries(record.headers ?? {})) {
    size += Buffer.byteLength(name) + Buffer.byteLength(value)
  }
  return size
}

/** The record's size, or a `RecordTooLargeError` that says how large it is and how large it may be. */
export function checkedRecordSize(topic: string, record: NewRecord): number {
  const size = recordSize(record)
  if (size > MAX_RECORD_BYTES) {
    throw new RecordTooLargeError(
      `a record of ${size} bytes for ${topic} is larger than the ${MAX_RECORD_BYTES} allowed`,
    )
  }
  return size
}
