/** When a record was received, read without decoding the rest of it. */
import { BinaryReader } from '@bufbuild/protobuf/wire'
import type { Topics } from '../topics.ts'

export type TopicRole = keyof Topics

/** Number of `received_at_ms` in the messages that have it. */
const FIELDS: Partial<Record<TopicRole, number>> = { viewerEvents: 6, catalog: 2, rejectedEvents: 1 }

/**
 * Answers how to read `received_at` (milliseconds) of a record's value in a topic of this role; `null` where such records do not
 * say when they were received. What is answered gives `null` for bytes that are no such message.
 */
export function receivedAtReader(role: TopicRole): ((value: Uint8Array) => number | null) | null {
  const field = FIELDS[role]
  return field === undefined ? null : (value) => int64Of(value, field)
}

function int64Of(value: Uint8Array, field: number): number | null {
  try {
    const reader = new BinaryReader(value)
    while (reader.pos < reader.len) {
      const [number, wireType] = reader.tag()
      if (number === field) return Number(reader.int64())
      reader.skip(wireType, number)
    }
    return null
  } catch {
    // Broken bytes stand in the log like all others, and have no time.
    return null
  }
}
