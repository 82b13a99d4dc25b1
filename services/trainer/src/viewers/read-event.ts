/** From a record of the log to an event that matters for training. */
import { KIND_HEADER, MalformedRecordError, decodeViewerEvent, isViewerKey } from '@upnext/contracts'
import type { ViewerEvent, ViewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'

export type ReadEvent =
  | { readonly outcome: 'event'; readonly viewer: ViewerKey; readonly event: ViewerEvent }
  /** A kind that says nothing about which titles go together, or that this version does not know. */
  | { readonly outcome: 'skipped' }
  /** `feature` writes the dead letter; here it is only counted. */
  | { readonly outcome: 'malformed' }

const KINDS_THAT_MATTER = new Set(['watch', 'rating', 'erase', 'retire'])

export function readEvent(record: LogRecord, partition: number): ReadEvent {
  const kind = record.headers[KIND_HEADER]
  if (kind !== undefined && !KINDS_THAT_MATTER.has(kind)) return { outcome: 'skipped' }
  try {
    const event = decodeViewerEvent(record.value)
    const { viewer } = event
    if (!isViewerKey(viewer) || viewerPartition(viewer) !== partition) return { outcome: 'malformed' }
    if (event.kind === undefined || !KINDS_THAT_MATTER.has(event.kind.$case)) return { outcome: 'skipped' }
    return { outcome: 'event', viewer, event }
  } catch (error) {
    if (error instanceof MalformedRecordError) return { outcome: 'malformed' }
    throw error
  }
}
