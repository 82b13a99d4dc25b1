// What Redis needs for one profile of so many titles, by MEMORY USAGE: packed as any other, and committed by the adapter.
import { openRedisProfileStore } from '@upnext/backends'
import { viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { encodeProfile } from '@upnext/profiles'
import { referenceProfile } from '../../libs/profiles/dist/codec/reference-profile.js'
import { KEYS } from './invented-events.mjs'

/** Share of the titles dismissed, listed, bought and impressed that were watched as well: none is the dearest, half the usual. */
const OVERLAPS = [0, 0.5]

/** Bytes by number of titles and overlap; 50 is the design's reference profile, the others differ in titles watched and rated. */
export async function profileBytes(redis, url, namespace, sizes) {
  const store = await openRedisProfileStore({ url, namespace })
  const bytes = {}
  try {
    for (const titles of sizes) {
      for (const overlap of OVERLAPS) {
        const viewer = viewerKey(KEYS, `sized-${titles}-${overlap}`)
        const partition = viewerPartition(viewer)
        const { position } = await store.read(1, partition, [])
        const profiles = [{ key: viewer, bytes: encodeProfile(referenceProfile(titles, overlap)) }]
        await store.commit({ generation: 1, partition, expected: position, next: position + 1, profiles })
        const [, [key]] = await redis.scan(0, 'MATCH', `${namespace}.upnext:*${viewer}`, 'COUNT', 1_000_000)
        bytes[overlap === 0 ? titles : `${titles}, half of them overlapping`] = await redis.memory('USAGE', key)
      }
    }
  } finally {
    await store.close()
  }
  return bytes
}
