/** One number for all profiles of a generation. */
import { createHash } from 'node:crypto'
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { ProfileStore } from '@upnext/ports'
import { updateDigest } from './update-digest.ts'

export interface StoreDigest {
  readonly profiles: number
  /** SHA-256 in hex over every (viewer key, length, packed profile), partition by partition in order of the keys. */
  readonly digest: string
  /** Next offset of every partition, by number. */
  readonly positions: readonly number[]
}

/** Holds one partition's profiles in memory at a time. Only meaningful while nothing is being folded in. */
export async function digestOf(store: Pick<ProfileStore, 'read' | 'scan'>, generation: number): Promise<StoreDigest> {
  const hash = createHash('sha256')
  const positions: number[] = []
  let profiles = 0
  for (let partition = 0; partition < VIEWER_PARTITIONS; partition++) {
    const view = await store.read(generation, partition, [])
    positions.push(view.position)
    const stored = new Map<string, Uint8Array>()
    for await (const { key, bytes } of store.scan(generation, partition)) stored.set(key, bytes)
    updateDigest(hash, stored)
    profiles += stored.size
  }
  return { profiles, digest: hash.digest('hex'), positions }
}
