import type { IHeaders, KafkaMessage, Message } from 'kafkajs'
import type { LogRecord, NewRecord } from '@upnext/ports'
import { asBuffer } from '@upnext/ports'

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
  // A loop, and not a list of pairs: readers do this for every record. KafkaJS has no header of the name of a prototype.
  const texts: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    // Kafka has headers without a value too, of which KafkaJS's types say nothing.
    const last = (Array.isArray(value) ? value.at(-1) : value) as Buffer | string | null | undefined
    if (last !== undefined && last !== null) texts[name] = last.toString()
  }
  return texts
}
