import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { ProfileStore } from '@upnext/ports'
import type { PackedProfiles } from './reference.ts'

/** All profiles of a generation, as the store has them. Only meaningful while nothing is being folded in. */
export async function readProfiles(store: ProfileStore, generation: number): Promise<PackedProfiles> {
  const profiles: PackedProfiles = new Map()
  for (let partition = 0; partition < VIEWER_PARTITIONS; partition++) {
    for await (const { key, bytes } of store.scan(generation, partition)) profiles.set(key, bytes)
  }
  return profiles
}
