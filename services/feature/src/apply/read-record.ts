/** What is in a record of the log, or why it cannot be folded. Pure. */
import { SCHEMA_HEADER, SCHEMA_VERSION, isViewerKey } from '@upnext/contracts'
import type { EventFacts, ViewerKey } from '@upnext/contracts'
import { asBuffer, viewerPartition } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'

export type ReadRecord =
  | EventRecord
  /** A kind that this version does not know: later versions may write it. */
  | { readonly outcome: 'skipped'; readonly record: LogRecord }
  | DeadRecord

export interface EventRecord {
  readonly outcome: 'event'
  readonly record: LogRecord
  readonly viewer: ViewerKey
  readonly event: EventFacts
}

export interface DeadRecord {
  readonly outcome: 'dead'
  readonly record: LogRecord
  /** Name of an error, as it stands in dead letters. */
  readonly reason: string
}

/** A record before it is looked into. */
export interface KeyedRecord {
  readonly record: LogRecord
  /** Whose it is by its key; `null` where the key is nobody's who belongs to this partition. */
  readonly viewer: ViewerKey | null
}

/** Whose the records of a partition are: enough to know which profiles to read, at a tenth of the cost of decoding. */
export function keyRecords(records: readonly LogRecord[], partition: number): KeyedRecord[] {
  const home = new Set<string>()
  const isHome = (key: string): key is ViewerKey => {
    if (home.has(key)) return true
    if (!isViewerKey(key) || viewerPartition(key) !== partition) return false
    home.add(key)
    return true
  }
  return records.map((record) => {
    const key = asBuffer(record.key).toString('latin1')
    return { record, viewer: isHome(key) ? key : null }
  })
}

/** `decode` throws for bytes that are no event. */
export function readRecord({ record, viewer }: KeyedRecord, decode: (bytes: Uint8Array) => EventFacts): ReadRecord {
  const newer = isNewer(record.headers[SCHEMA_HEADER])
  const dead = (reason: string): ReadRecord => ({ outcome: 'dead', record, reason })
  let event: EventFacts
  try {
    event = decode(record.value)
  } catch {
    return dead(newer ? 'NewerSchemaError' : 'UndecodableRecordError')
  }
  // A record in another viewer's partition would be folded next to a position that says nothing about it.
  if (viewer === null || event.viewer !== viewer) return dead('ForeignRecordError')
  if (event.kind === undefined) return { outcome: 'skipped', record }
  // Half of an event would be folded for good. Set aside it is whole, and can be folded once this code has been brought up to date.
  if (newer) return dead('NewerSchemaError')
  return { outcome: 'event', record, viewer, event }
}

/** Whether a record says that it was written for a schema that this code is too old for. Records of other tools say nothing. */
function isNewer(schema: string | undefined): boolean {
  return schema !== undefined && schema !== SCHEMA_VERSION && !(Number(schema) < Number(SCHEMA_VERSION))
}
