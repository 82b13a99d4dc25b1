/** The decision behind a batch: records and the profiles they touch in, changed profiles and what became of each record out. Pure. */
import type { ViewerKey } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'
import { SERVING_CAPS, encodeProfile, fold, foldAll } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { DeadRecord, EventRecord, KeyedRecord, ReadRecord } from './read-record.ts'

export type Fold = typeof fold

export interface PackedProfile {
  readonly profile: Profile
  readonly bytes: Uint8Array
}

export interface FoldedRecords {
  /** Profiles that differ from before, by viewer. */
  readonly changed: ReadonlyMap<ViewerKey, PackedProfile>
  /** In order of their offsets. */
  readonly dead: readonly DeadRecord[]
  /** Of kinds that this version does not know. */
  readonly skipped: readonly LogRecord[]
  readonly folded: number
}

/**
 * Folds records, viewer by viewer, into the profiles that `known` gives for every viewer among them. Whatever `known`, the fold
 * or packing throws is laid at the record's door: it is dead, for the reason of the error's name, and the others are folded.
 * Without `foldOne` it is the fold, and all events of a viewer go through it together.
 */
export function foldRecords(
  records: readonly KeyedRecord[],
  read: (keyed: KeyedRecord) => ReadRecord,
  known: (viewer: ViewerKey) => Profile,
  foldOne?: Fold,
): FoldedRecords {
  const changed = new Map<ViewerKey, PackedProfile>()
  const dead: DeadRecord[] = []
  const skipped: LogRecord[] = []
  let folded = 0
  for (const [viewer, own] of byViewer(records)) {
    // Decoded for one viewer at a time: what is gone again before memory is cleaned up need not be moved about.
    const events: EventRecord[] = []
    for (const keyed of own) {
      const found = read(keyed)
      if (found.outcome === 'event') events.push(found)
      else if (found.outcome === 'dead') dead.push(found)
      else skipped.push(found.record)
    }
    if (viewer === null || events.length === 0) continue
    const result = foldViewer(events, () => known(viewer), foldOne)
    if (result.after !== null) changed.set(viewer, result.after)
    folded += events.length - result.dead.length
    dead.push(...result.dead)
  }
  dead.sort((a, b) => a.record.offset - b.record.offset)
  return { changed, dead, skipped, folded }
}

function byViewer(records: readonly KeyedRecord[]): Map<ViewerKey | null, KeyedRecord[]> {
  const groups = new Map<ViewerKey | null, KeyedRecord[]>()
  for (const keyed of records) {
    const group = groups.get(keyed.viewer)
    if (group === undefined) groups.set(keyed.viewer, [keyed])
    else group.push(keyed)
  }
  return groups
}

interface FoldedViewer {
  /** `null` where nothing has changed. */
  readonly after: PackedProfile | null
  readonly dead: readonly DeadRecord[]
}

function foldViewer(events: readonly EventRecord[], known: () => Profile, foldOne: Fold | undefined): FoldedViewer {
  let before: Profile
  try {
    before = known()
  } catch (error) {
    return { after: null, dead: events.map(({ record }) => deadRecord(record, error)) }
  }
  try {
    return pack(before, foldOne === undefined ? foldTogether(before, events) : foldOneByOne(before, events, foldOne))
  } catch {
    // Something was thrown for all of them, or folded and cannot be packed: packing after every event finds out which it was.
    const checked: Fold = (profile, event, caps) => {
      const result = (foldOne ?? fold)(profile, event, caps)
      encodeProfile(result.profile)
      return result
    }
    return pack(before, foldOneByOne(before, events, checked))
  }
}

function foldTogether(before: Profile, events: readonly EventRecord[]): [Profile, readonly DeadRecord[]] {
  const facts = events.map(({ event }) => event)
  return [foldAll(before, facts, SERVING_CAPS), []]
}

function foldOneByOne(
  before: Profile,
  events: readonly EventRecord[],
  foldOne: Fold,
): [Profile, readonly DeadRecord[]] {
  const dead: DeadRecord[] = []
  let profile = before
  for (const { record, event } of events) {
    try {
      profile = foldOne(profile, event, SERVING_CAPS).profile
    } catch (error) {
      dead.push(deadRecord(record, error))
    }
  }
  return [profile, dead]
}

function pack(before: Profile, [profile, dead]: [Profile, readonly DeadRecord[]]): FoldedViewer {
  return { after: profile === before ? null : { profile, bytes: encodeProfile(profile) }, dead }
}

/** The name only: an error's text may quote the record. */
function deadRecord(record: DeadRecord['record'], error: unknown): DeadRecord {
  return { outcome: 'dead', record, reason: error instanceof Error ? error.name : 'Error' }
}
