/** Records of one partition, as tests of this room need them. */
import { ViewerEvent, encodeViewerEvent, viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import type { LogRecord, RecordBatch } from '@upnext/ports'
import { SERVING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'

const viewerNamed = (name: string): string => viewerKey({ secret: Buffer.alloc(32), namespace: '' }, name)

/** Viewers who share a partition. */
export const PARTITION = viewerPartition(viewerNamed('viewer-0'))
export const NEIGHBOURS = Array.from({ length: 400 }, (_, i) => viewerNamed(`viewer-${i}`)).filter(
  (viewer) => viewerPartition(viewer) === PARTITION,
)

/** Event n of the partition: ratings of a few titles, newer and older, by its viewers in turn. */
export function eventAt(n: number): ViewerEvent {
  return ViewerEvent.fromPartial({
    eventId: `event-${n}`,
    viewer: NEIGHBOURS[n % NEIGHBOURS.length] ?? '',
    occurredAtMs: 1_760_000_000_000 + ((n * 7919) % 101) * 1000,
    kind: { $case: 'rating', value: { itemId: `movie-${n % 3}`, value: { $case: 'halfStars', value: 1 + (n % 10) } } },
  })
}

export function recordOf(event: ViewerEvent, offset: number, headers: Record<string, string> = {}): LogRecord {
  const { key, value, headers: own } = encodeViewerEvent(event)
  return { offset, key, value, headers: { ...own, ...headers } }
}

/** Of the event that n stands for, and a record whose bytes are none. */
export const recordAt = (n: number): LogRecord => recordOf(eventAt(n), n)
export const garbageAt = (offset: number): LogRecord => ({
  ...recordAt(offset),
  value: Buffer.from([0xff, 0xff, 0xff]),
})

export function batchOf(records: readonly LogRecord[], position = records[0]?.offset ?? 0): RecordBatch {
  const nextOffset = (records.at(-1)?.offset ?? position - 1) + 1
  return { topic: 'events', partition: PARTITION, position, records, nextOffset, end: nextOffset }
}

/** What these events come to, by viewer: packed, in hex. */
export function reference(events: readonly ViewerEvent[]): Map<string, string> {
  const profiles = new Map<string, Profile>()
  for (const event of events)
    profiles.set(event.viewer, fold(profiles.get(event.viewer) ?? emptyProfile(), event, SERVING_CAPS).profile)
  return new Map([...profiles].map(([viewer, profile]) => [viewer, hex(encodeProfile(profile))]))
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
