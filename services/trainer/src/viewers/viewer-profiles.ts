/**
 * Every viewer's titles, folded by the same fold as the served profiles, with larger caps. Kept packed, but for those that were
 * touched last: unpacking five hundred titles for each event would be most of the work.
 */
import type { ViewerEvent, ViewerKey } from '@upnext/contracts'
import { TRAINING_CAPS, decodeProfile, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import type { FoldResult, Profile } from '@upnext/profiles'
import { LRUCache } from 'lru-cache'

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
  // These are newer than what is packed.
  const unpacked = new LRUCache<ViewerKey, Profile>({
    max: UNPACKED,
    dispose: (profile, viewer, why) => {
      if (why === 'evict') packed.set(viewer, encodeProfile(profile))
    },
  })

  const read = (viewer: ViewerKey): Profile => {
    const bytes = packed.get(viewer)
    return unpacked.get(viewer) ?? (bytes === undefined ? emptyProfile() : decodeProfile(bytes))
  }

  return {
    size: () => packed.size,
    fold: (viewer, event) => {
      const before = read(viewer)
      const result = fold(before, event, TRAINING_CAPS)
      if (result.profile === before) return result
      unpacked.set(viewer, result.profile)
      // The place among all viewers is taken now, so that `size` needs no second look.
      if (!packed.has(viewer)) packed.set(viewer, NOT_PACKED_YET)
      return result
    },
    packed: () => {
      for (const [viewer, profile] of unpacked) packed.set(viewer, encodeProfile(profile))
      return new Map(packed)
    },
  }
}

const NOT_PACKED_YET = new Uint8Array(0)
