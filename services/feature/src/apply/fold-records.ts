/** The decision behind a batch: records and the profiles they touch in, changed profiles and what became of each record out. Pure. */
import { isViewerKey } from '@upnext/contracts'
import type { ViewerEvent, ViewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import type { LogRecord } from '@upnext/ports'
import { SERVING_CAPS, UnfoldableEventError, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'

/** What is in a record, or why it cannot be folded. */
export type ReadRecord =
  | { readonly outcome: 'event'; readonly record: LogRecord; readonly viewer: ViewerKey; readonly event: ViewerEvent }
  /** A kind that this version does not know: later versions may write it. */
  | { readonly outcome: 'skipped'; readonly record: LogRecord }
  | { readonly outcome: 'dead'; readonly record: LogRecord; readonly reason: DeadReason }

/** Names of errors, as they stand in dead letters. */
export type DeadReason = 'UndecodableRecordError' | 'ForeignRecordError' | 'UnfoldableEventError'

/** Reads one record of a partition. `decode` throws for bytes that are no event. */
export function readRecord(
  record: LogRecord,
  partition: number,
  decode: (bytes: Uint8Array) => ViewerEvent,
): ReadRecord {
  let event: ViewerEvent
  try {
    event = decode(record.value)
  } catch {
    return { outcome: 'dead', record, reason: 'UndecodableRecordError' }
  }
  // A record in another viewer's partition would be folded next to a position that says nothing about it.
  if (!isViewerKey(event.viewer) || viewerPartition(event.viewer) !== partition)
    return { outcome: 'dead', record, reason: 'ForeignRecordError' }
  if (event.kind === undefined) return { outcome: 'skipped', record }
  return { outcome: 'event', record, viewer: event.viewer, event }
}

export interface FoldedRecords {
  /** Profiles that differ from before, by viewer. */
  readonly changed: ReadonlyMap<ViewerKey, Profile>
  readonly dead: readonly { readonly record: LogRecord; readonly reason: DeadReason }[]
  readonly folded: number
  readonly skipped: number
}

/** Folds records in their order into the profiles that `known` gives for every viewer among them. */
export function foldRecords(records: readonly ReadRecord[], known: (viewer: ViewerKey) => Profile): FoldedRecords {
  const changed = new Map<ViewerKey, Profile>()
  const dead: { record: LogRecord; reason: DeadReason }[] = []
  let folded = 0
  let skipped = 0
  for (const read of records) {
    if (read.outcome === 'dead') {
      dead.push({ record: read.record, reason: read.reason })
    } else if (read.outcome === 'skipped') {
      skipped += 1
    } else {
      const before = changed.get(read.viewer) ?? known(read.viewer)
      const after = foldOrNull(before, read.event)
      if (after === null) dead.push({ record: read.record, reason: 'UnfoldableEventError' })
      else folded += 1
      if (after !== null && after !== before) changed.set(read.viewer, after)
    }
  }
  return { changed, dead, folded, skipped }
}

function foldOrNull(profile: Profile, event: ViewerEvent): Profile | null {
  try {
    return fold(profile, event, SERVING_CAPS).profile
  } catch (error) {
    if (error instanceof UnfoldableEventError) return null
    throw error
  }
}
