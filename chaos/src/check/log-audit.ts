/** Goes through the log, record by record, and holds it against what was sent. Pure but for its own counts. */
import { encodeViewerEvent, decodeViewerEvent, keyIdOf, parseEvent, toViewerEvent } from '@upnext/contracts'
import type { KeyContext, ViewerEvent } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { eventNumber } from '../load/event-ids.ts'
import { CANARY, makeEvent } from '../load/make-event.ts'

export interface LogAudit {
  add(partition: number, record: LogRecord): void
  readonly records: number
  /** How often an event is in the log; counts no further than 255. */
  copies(n: number): number
  /** The greatest `through` that an erasure was given; its copies were received at different times. */
  erasedThroughMs(n: number): number | undefined
  /** Records that hold something else than what was sent, or cannot be read. */
  readonly altered: number
  /** Records of no event of this run. */
  readonly foreign: number
  /** Records in another partition than their viewer's. */
  readonly misplaced: number
  /** Records in which an id of the app can be read. */
  readonly canaries: number
}

export interface AuditOptions {
  readonly seed: number
  readonly keys: KeyContext
  /** Events that were made. */
  readonly events: number
}

export function createLogAudit({ seed, keys, events }: AuditOptions): LogAudit {
  const copies = new Uint8Array(events)
  const erasures = new Map<number, number>()
  const counts = { records: 0, altered: 0, foreign: 0, misplaced: 0, canaries: 0 }
  const canary = Buffer.from(CANARY)

  function add(partition: number, record: LogRecord): void {
    counts.records += 1
    const bytes = Buffer.from(record.value.buffer, record.value.byteOffset, record.value.byteLength)
    if (bytes.includes(canary)) counts.canaries += 1
    const event = decoded(record.value)
    if (event === null) {
      counts.altered += 1
      return
    }
    if (viewerPartition(event.viewer) !== partition) counts.misplaced += 1
    const n = eventNumber(seed, event.eventId)
    if (n === null || n >= events) {
      counts.foreign += 1
      return
    }
    if (!bytes.equals(expectedBytes(seed, n, keys, event.receivedAtMs))) counts.altered += 1
    copies[n] = Math.min(255, (copies[n] ?? 0) + 1)
    if (event.kind?.$case === 'erase') {
      erasures.set(n, Math.max(event.kind.value.throughMs, erasures.get(n) ?? 0))
    }
  }

  return {
    add,
    copies: (n) => copies[n] ?? 0,
    erasedThroughMs: (n) => erasures.get(n),
    get records() {
      return counts.records
    },
    get altered() {
      return counts.altered
    },
    get foreign() {
      return counts.foreign
    },
    get misplaced() {
      return counts.misplaced
    },
    get canaries() {
      return counts.canaries
    },
  }
}

/** Event `n` as the collector would write it; `null` where it would refuse it. */
export function loggedEvent(seed: number, n: number, keys: KeyContext, receivedAtMs: number): ViewerEvent | null {
  const { json, valid } = makeEvent(seed, n)
  const parsed = valid ? parseEvent(json) : null
  if (parsed?.ok !== true) return null
  return toViewerEvent(parsed.value, { keys, keyId: keyIdOf(keys.secret), receivedAtMs, eventId: '' })
}

/** Empty where the event should not be there at all: `judgeHistory` says so, once. */
function expectedBytes(seed: number, n: number, keys: KeyContext, receivedAtMs: number): Uint8Array {
  const event = loggedEvent(seed, n, keys, receivedAtMs)
  return event === null ? new Uint8Array() : encodeViewerEvent(event).value
}

function decoded(value: Uint8Array): ViewerEvent | null {
  try {
    return decodeViewerEvent(value)
  } catch {
    return null
  }
}
