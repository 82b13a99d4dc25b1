/** A record as one line of JSON: where it stands, and what it says in plain words. */
import { MalformedRecordError } from '@upnext/contracts'
import type { TopicRole } from '@upnext/contracts'
import { asBuffer } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { plainReader } from './plain-value.ts'

export type LineWriter = (partition: number, record: LogRecord) => string

/**
 * Ends with a line break. `event` is `null` where this version cannot say what the record is; `raw` has key and value in base64. The
 * same record gives the same line.
 */
export function createLineWriter(role: TopicRole, raw: boolean): LineWriter {
  const read = plainReader(role)
  const plain = (record: LogRecord): string => {
    try {
      return `"event":${JSON.stringify(read(record))}`
    } catch (error) {
      if (!(error instanceof MalformedRecordError)) throw error
      return `"event":null,"problem":${JSON.stringify(error.message)}`
    }
  }
  const original = ({ key, value }: LogRecord): string =>
    raw ? `,"raw":{"key":"${base64(key)}","value":"${base64(value)}"}` : ''
  return (partition, record) =>
    `{"partition":${partition},"offset":${record.offset},"key":${JSON.stringify(text(record.key))},` +
    `"headers":${JSON.stringify(record.headers)},${plain(record)}${original(record)}}\n`
}

function text(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('utf8')
}

function base64(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64')
}
