/** What a record says of itself, for people and SQL. The original bytes are kept beside it, so nothing here has to be exact. */
import { CatalogRecord, DeadLetter, RejectedEvent, decodeViewerEvent, kindOfRecord, topicsOf } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'

export interface Description {
  readonly kind: string | null
  readonly occurredAtMs: number | null
  readonly receivedAtMs: number | null
  readonly item: string | null
  readonly eventId: string | null
}

type Described = Partial<Description>

const NOTHING: Description = { kind: null, occurredAtMs: null, receivedAtMs: null, item: null, eventId: null }
const TOPICS = topicsOf('')

const DESCRIBERS: readonly (readonly [string, (record: LogRecord) => Described])[] = [
  [TOPICS.viewerEvents.name, describeViewerEvent],
  [TOPICS.catalog.name, describeCatalogRecord],
  [TOPICS.rejectedEvents.name, describeRejectedEvent],
  [TOPICS.deadLetters.name, describeDeadLetter],
]

/** Describes the records of one topic. What a record does not say, or says in a way that cannot be read, is `null`. */
export function describerOf(topic: string): (record: LogRecord) => Description {
  const [, describe] = DESCRIBERS.find(([name]) => isTopic(topic, name)) ?? []
  return (record) => {
    const kind = kindOfRecord(record) ?? null
    try {
      return { ...NOTHING, kind, ...describe?.(record) }
    } catch {
      return { ...NOTHING, kind }
    }
  }
}

/** Whether a topic is this one, in whatever namespace. */
export function isTopic(topic: string, name: string): boolean {
  return topic === name || topic.endsWith(`.${name}`)
}

function describeViewerEvent({ value }: LogRecord): Described {
  const event = decodeViewerEvent(value)
  const { occurredAtMs, receivedAtMs, eventId } = event
  return { occurredAtMs, receivedAtMs, eventId, item: itemOf(event) }
}

/** The title that an event is about. An impression is about many. */
function itemOf({ kind }: ViewerEvent): string | null {
  switch (kind?.$case) {
    case 'watch':
    case 'rating':
    case 'list':
    case 'dismiss':
    case 'transaction':
    case 'select':
      return kind.value.itemId
    default:
      return null
  }
}

function describeCatalogRecord({ value }: LogRecord): Described {
  const { item, receivedAtMs } = CatalogRecord.decode(value)
  return { receivedAtMs, item: item?.itemId ?? null }
}

function describeRejectedEvent({ value }: LogRecord): Described {
  const { receivedAtMs, eventId } = RejectedEvent.decode(value)
  return { receivedAtMs, eventId }
}

/** Received by the dead letters when it failed. */
function describeDeadLetter({ value }: LogRecord): Described {
  return { receivedAtMs: DeadLetter.decode(value).failedAtMs }
}
