/** Builders of messages with defaults: a test says what matters to it and nothing else. */
import { createHash } from 'node:crypto'
import { CatalogItem, ItemKind, Rating, Source, ViewerEvent, Watch, WatchPhase, viewerKey } from '@upnext/contracts'
import type { KeyContext } from '@upnext/contracts'
import { TEST_TIME_MS } from './fake-clock.ts'

type EventParts = Parameters<typeof ViewerEvent.fromPartial>[0]
type ItemParts = Parameters<typeof CatalogItem.fromPartial>[0]
type Kind = NonNullable<ViewerEvent['kind']>

/** Secret and namespace of viewer keys in tests. */
export const TEST_KEYS: KeyContext = { secret: Buffer.from('secret of the tests, 32 bytes!!!'), namespace: '' }

/** The viewer key of a name, under {@link TEST_KEYS}. */
export function aViewer(name = 'viewer-1'): string {
  return viewerKey(TEST_KEYS, name)
}

/**
 * An event of {@link aViewer}, a watch at {@link TEST_TIME_MS} where nothing else is said. `event_id` follows from the rest,
 * so equal events are one event and different ones are two.
 */
export function anEvent(parts: EventParts = {}): ViewerEvent {
  const occurredAtMs = parts.occurredAtMs ?? TEST_TIME_MS
  const event = ViewerEvent.fromPartial({
    viewer: aViewer(),
    occurredAtMs,
    receivedAtMs: occurredAtMs,
    source: Source.SOURCE_LIVE,
    kind: aWatch({ sessionStartedAtMs: occurredAtMs }),
    ...parts,
  })
  return event.eventId === '' ? { ...event, eventId: idFrom(ViewerEvent.encode(event).finish()) } : event
}

/** The `kind` of a watch event: ten minutes into a movie of ninety. */
export function aWatch(parts: Partial<Watch> = {}): Kind {
  const defaults = { itemId: 'movie-1', positionS: 600, durationS: 5400, sessionId: 'session-1' }
  const times = { sessionStartedAtMs: TEST_TIME_MS, phase: WatchPhase.WATCH_PHASE_STOP }
  return { $case: 'watch', value: Watch.fromPartial({ ...defaults, ...times, ...parts }) }
}

/** The `kind` of a rating event, in half stars (10 is five stars). */
export function aRating(itemId = 'movie-1', halfStars = 8): Kind {
  return { $case: 'rating', value: Rating.fromPartial({ itemId, value: { $case: 'halfStars', value: halfStars } }) }
}

/** A movie that every rule lets through: everywhere, all ages, revision 1. */
export function anItem(parts: ItemParts = {}): CatalogItem {
  const itemId = parts.itemId ?? 'movie-1'
  return CatalogItem.fromPartial({
    itemId,
    title: `Title of ${itemId}`,
    kind: ItemKind.ITEM_KIND_MOVIE,
    genres: ['Drama'],
    year: 2020,
    languages: ['en'],
    durationS: 5400,
    maturityAge: 0,
    regions: { everywhere: true, countries: [] },
    madeForKids: false,
    revision: 1,
    ...parts,
  })
}

/** Shaped like a UUID of version 8 (custom). */
function idFrom(bytes: Uint8Array): string {
  const hex = createHash('sha256').update(bytes).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
