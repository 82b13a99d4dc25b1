/** The profiles that a batch starts from: those held from before, the others read from the store. */
import type { ViewerKey } from '@upnext/contracts'
import type { ProfileStore } from '@upnext/ports'
import { ProfileCorruptError, decodeProfile, emptyProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { PackedProfile } from './fold-records.ts'
import type { HeldPartition, HeldProfile } from './profile-cache.ts'

/** Profiles asked for in one store call; further calls go out together with it. */
const VIEWERS_A_READ = 200

export interface KnownProfiles {
  /** The profile as the batch has left it so far. Throws `ProfileCorruptError` where the stored one cannot be unpacked. */
  readonly of: (viewer: ViewerKey) => Profile
  /** What the store was made to hold; answers what is known now of these viewers. */
  commit(
    viewers: Iterable<ViewerKey>,
    changed: ReadonlyMap<ViewerKey, PackedProfile>,
  ): Iterable<readonly [ViewerKey, HeldProfile]>
  readonly fromCache: number
  readonly fromStore: number
}

export interface Place {
  readonly generation: number
  readonly partition: number
  readonly position: number
}

/** Answers the position that the store has where it is another than expected. Reads nothing where all are held. */
export async function knowProfiles(
  store: Pick<ProfileStore, 'read'>,
  { generation, partition, position }: Place,
  held: HeldPartition,
  viewers: ReadonlySet<ViewerKey>,
): Promise<KnownProfiles | number> {
  const known = new Map<ViewerKey, HeldProfile>()
  const missing: ViewerKey[] = []
  for (const viewer of viewers) {
    const profile = held.get(viewer)
    if (profile === undefined) missing.push(viewer)
    else known.set(viewer, profile)
  }
  const packed = new Map<ViewerKey, Uint8Array>()
  const views = await Promise.all(
    chunks(missing, VIEWERS_A_READ).map(async (keys) => ({
      keys,
      view: await store.read(generation, partition, keys),
    })),
  )
  for (const { keys, view } of views) {
    if (view.position !== position) return view.position
    for (const [i, viewer] of keys.entries()) {
      const bytes = view.profiles[i] ?? null
      if (bytes === null) known.set(viewer, { profile: emptyProfile(), bytes: 0 })
      else packed.set(viewer, bytes)
    }
  }

  return {
    fromCache: viewers.size - missing.length,
    fromStore: missing.length,
    of(viewer) {
      const found = known.get(viewer)
      if (found !== undefined) return found.profile
      const bytes = packed.get(viewer)
      if (bytes === undefined) throw new RangeError('a profile was asked for that the batch does not touch')
      const profile = unpack(bytes)
      known.set(viewer, { profile, bytes: bytes.length })
      return profile
    },
    *commit(touched, changed) {
      for (const viewer of touched) {
        const after = changed.get(viewer)
        if (after !== undefined) known.set(viewer, { profile: after.profile, bytes: after.bytes.length })
        const now = known.get(viewer)
        if (now !== undefined) yield [viewer, now]
      }
    },
  }
}

/** Whatever goes wrong, it is the profile's fault and not the record's. */
function unpack(bytes: Uint8Array): Profile {
  try {
    return decodeProfile(bytes)
  } catch (cause) {
    if (cause instanceof ProfileCorruptError) throw cause
    throw new ProfileCorruptError('cannot be unpacked', { cause })
  }
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  const count = Math.ceil(values.length / size)
  return Array.from({ length: count }, (_, i) => values.slice(i * size, (i + 1) * size))
}
