/** What profiles have to be: the fold over the distinct events of the log, in an order that has nothing to do with arrival. */
import { decodeViewerEvent, isViewerKey } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'
import { viewerPartition } from '@upnext/ports'
import type * as Profiles from '@upnext/profiles'

/** `null` for what cannot be folded. */
export function eventIn(record: LogRecord, partition: number): ViewerEvent | null {
  try {
    const event = decodeViewerEvent(record.value)
    const ours = isViewerKey(event.viewer) && viewerPartition(event.viewer) === partition
    return ours && event.occurredAtMs < 2 ** 48 ? event : null
  } catch {
    return null
  }
}

/** Packed profiles by viewer key, in hex. Takes the fold as an argument: in the simulation the module's own may be another. */
export function referenceProfiles(
  { fold, emptyProfile, encodeProfile, SERVING_CAPS }: typeof Profiles,
  events: readonly ViewerEvent[],
): Map<string, string> {
  const distinct = new Map<string, ViewerEvent>()
  for (const event of events) {
    // Two copies of an event differ in when they were received. Only an erasure takes its meaning from that: both count.
    const copy = event.kind?.$case === 'erase' ? ` ${event.receivedAtMs}` : ''
    distinct.set(`${event.eventId}${copy}`, event)
  }
  const inOrder = [...distinct].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, event]) => event)
  const profiles = new Map<string, Profiles.Profile>()
  for (const event of inOrder)
    profiles.set(event.viewer, fold(profiles.get(event.viewer) ?? emptyProfile(), event, SERVING_CAPS).profile)
  return new Map([...profiles].map(([viewer, profile]) => [viewer, hex(encodeProfile(profile))]))
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
