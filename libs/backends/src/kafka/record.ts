import type { IHeaders, KafkaMessage, Message } from 'kafkajs'
import type { LogRecord, NewRecord } from '@upnext/ports'
import { asBuffer } from '../as-buffer.ts'

/** A record as KafkaJS sends it, to the partition that we chose. */
export function toMessage({ key, value, headers }: NewRecord, partition: number): Message {
  return { partition, key: asBuffer(key), value: asBuffer(value), headers: { ...headers } }
}

/** A record as we hand it out. A record without key or value, from another tool, has an empty one. */
export function fromMessage({ offset, key, value, headers }: KafkaMessage): LogRecord {
  return {
    offset: Number(offset),
    key: key ?? Buffer.of(),
    value: value ?? Buffer.of(),
    headers: fromHeaders(headers ?? {}),
  }
}

/** Of a header given more than once, the last counts. */
function fromHeaders(headers: IHeaders): Record<string, string> {
  const texts: [string, string][] = []
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) texts.push([name, last.toString()])
  }
  return Object.fromEntries(texts)
}
