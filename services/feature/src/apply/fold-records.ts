/** The decision behind a batch: records and the profiles they touch in, changed profiles and what became of each record out. Pure. */
import type { ViewerKey } from '@upnext/contracts'
import { SERVING_CAPS, encodeProfile, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { DeadRecord, EventRecord, ReadRecord } from './read-record.ts'

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
  readonly folded: number
  readonly skipped: number
}

/**
 * Folds records, viewer by viewer, into the profiles that `known` gives for every viewer among them. Whatever `known`, the fold
 * or packing throws is laid at the record's door: it is dead, for the reason of the error's name, and the others are folded.
 */
export function foldRecords(
  records: readonly ReadRecord[],
  known: (viewer: ViewerKey) => Profile,
  foldOne: Fold = fold,
): FoldedRecords {
  const changed = new Map<ViewerKey, PackedProfile>()
  const dead = records.filter((read) => read.outcome === 'dead')
  let folded = 0
  for (const [viewer, events] of byViewer(records)) {
    const result = foldViewer(events, () => known(viewer), foldOne)
    if (result.after !== null) changed.set(viewer, result.after)
    folded += events.length - result.dead.length
    dead.push(...result.dead)
  }
  dead.sort((a, b) => a.record.offset - b.record.offset)
  return { changed, dead, folded, skipped: records.length - folded - dead.length }
}

function byViewer(records: readonly ReadRecord[]): Map<ViewerKey, EventRecord[]> {
  const groups = new Map<ViewerKey, EventRecord[]>()
  for (const read of records) {
    if (read.outcome !== 'event') continue
    const group = groups.get(read.viewer)
    if (group === undefined) groups.set(read.viewer, [read])
    else group.push(read)
  }
  return groups
}

interface FoldedViewer {
  /** `null` where nothing has changed. */
  readonly after: PackedProfile | null
  readonly dead: readonly DeadRecord[]
}

function foldViewer(events: readonly EventRecord[], known: () => Profile, foldOne: Fold): FoldedViewer {
  let before: Profile
  try {
    before = known()
  } catch (error) {
    return { after: null, dead: events.map(({ record }) => deadRecord(record, error)) }
  }
  try {
    return pack(before, foldAll(before, events, foldOne))
  } catch {
    // Something was folded that cannot be packed: packing after every event finds out which.
    const checked: Fold = (profile, event, caps) => {
      const result = foldOne(profile, event, caps)
      encodeProfile(result.profile)
      return result
    }
    return pack(before, foldAll(before, events, checked))
  }
}

function foldAll(before: Profile, events: readonly EventRecord[], foldOne: Fold): [Profile, readonly DeadRecord[]] {
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
