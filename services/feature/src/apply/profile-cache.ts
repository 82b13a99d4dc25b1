/**
 * Unpacked profiles of the partitions that this process writes, so that a viewer who is active is neither read nor unpacked again.
 *
 * What is held of a partition is what the store has **where the store's position still is the one held**. Nobody asks whether it
 * is: the commit does, as it compares the position before it writes. So whatever was folded into a profile that is no longer the
 * stored one is refused, and all that is held of the partition is let go. Every way out of step, one by one:
 * - another process has moved the position, or the store has lost its last second: the commit is refused;
 * - a commit's answer was lost: it may have been a yes. Whatever throws lets go of the partition, and the next try reads;
 * - the position went away and came back, because the store lost what another process had written, or that process wrote it
 *   again: a profile is a function of the set of its events, and the events before a position are always the same, so what
 *   stands beside that position is what is held, byte for byte, whoever wrote it and in batches of whatever size;
 * - another release, whose fold gives other bytes, has written in between: it has another fold version, and so another generation.
 */
import { LRUCache } from 'lru-cache'
import type { ViewerKey } from '@upnext/contracts'
import type { Profile } from '@upnext/profiles'

export interface HeldProfile {
  readonly profile: Profile
  /** Packed. */
  readonly bytes: number
}

/** What is held of one partition, at one position. */
export interface HeldPartition {
  get(viewer: ViewerKey): HeldProfile | undefined
  /** The store has taken a commit of ours up to `position`, with these profiles in it; or has them unchanged. */
  moveTo(position: number, profiles: Iterable<readonly [ViewerKey, HeldProfile]>): void
  /** Forgets all of it. */
  drop(): void
}

export interface ProfileCache {
  /** What is held of a partition at this position: nothing, where it was left at another. */
  at(generation: number, partition: number, position: number): HeldPartition
  clear(): void
}

/** An unpacked profile takes some 23 times its packed bytes, so this is about 100 MB. */
const CACHE_BYTES = 4 * 1024 * 1024
/** Of an entry that holds hardly anything. */
const LEAST_BYTES = 64

/** Its identity is what entries are held under: a new one makes all older entries of the partition strangers. */
interface Lease {
  position: number
}

interface Entry extends HeldProfile {
  readonly lease: Lease
}

/** `bytes`: of packed profiles, over all partitions; the least recently used go first. */
export function createProfileCache(bytes = CACHE_BYTES): ProfileCache {
  const leases = new Map<string, Lease>()
  const entries = new LRUCache<string, Entry>({
    maxSize: bytes,
    sizeCalculation: (entry) => Math.max(LEAST_BYTES, entry.bytes),
  })

  return {
    at(generation, partition, position) {
      const place = `${generation}:${partition}`
      const found = leases.get(place)
      const lease = found?.position === position ? found : { position }
      leases.set(place, lease)
      return {
        get(viewer) {
          const entry = entries.get(viewer)
          return entry?.lease === lease ? entry : undefined
        },
        moveTo(next, profiles) {
          lease.position = next
          for (const [viewer, { profile, bytes }] of profiles) entries.set(viewer, { profile, bytes, lease })
        },
        drop() {
          if (leases.get(place) === lease) leases.delete(place)
        },
      }
    },
    clear() {
      leases.clear()
      entries.clear()
    },
  }
}
