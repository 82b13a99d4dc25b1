/**
 * Every viewer's titles, folded by the same fold as the served profiles, with larger caps. Kept packed, but for those that were
 * touched last: unpacking five hundred titles for each event would be most of the work.
 */
import type { ViewerEvent, ViewerKey } from '@upnext/contracts'
import { TRAINING_CAPS, decodeProfile, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import type { FoldResult, Profile } from '@upnext/profiles'

export interface ViewerProfiles {
  size(): number
  /** Throws `UnfoldableEventError`. */
  fold(viewer: ViewerKey, event: ViewerEvent): FoldResult
  /** All profiles, packed, as they are now: later events do not change what was answered. In no order. */
  packed(): ReadonlyMap<ViewerKey, Uint8Array>
}

/** Viewers kept unpacked. */
const UNPACKED = 500

export function createViewerProfiles(start: ReadonlyMap<ViewerKey, Uint8Array> = new Map()): ViewerProfiles {
  const packed = new Map(start)
  // In the order of last use, oldest first; these are newer than what is packed.
  const unpacked = new Map<ViewerKey, Profile>()

  const read = (viewer: ViewerKey): Profile => {
    const bytes = packed.get(viewer)
    return unpacked.get(viewer) ?? (bytes === undefined ? emptyProfile() : decodeProfile(bytes))
  }
  const keep = (viewer: ViewerKey, profile: Profile): void => {
    unpacked.delete(viewer)
    unpacked.set(viewer, profile)
    // The place among all viewers is taken now, so that `size` needs no second look.
    if (!packed.has(viewer)) packed.set(viewer, NOT_PACKED_YET)
    const [oldest] = unpacked
    if (unpacked.size <= UNPACKED || oldest === undefined) return
    packed.set(oldest[0], encodeProfile(oldest[1]))
    unpacked.delete(oldest[0])
  }

  return {
    size: () => packed.size,
    fold: (viewer, event) => {
      const before = read(viewer)
      const result = fold(before, event, TRAINING_CAPS)
      if (result.profile !== before || unpacked.has(viewer)) keep(viewer, result.profile)
      return result
    },
    packed: () => {
      for (const [viewer, profile] of unpacked) packed.set(viewer, encodeProfile(profile))
      return new Map(packed)
    },
  }
}

const NOT_PACKED_YET = new Uint8Array(0)
