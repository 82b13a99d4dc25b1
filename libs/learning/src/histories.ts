/** Profiles as histories, in the one order in which models are trained, so that the same events give the same bytes. */
import type { ViewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { decodeProfile } from '@upnext/profiles'
import type { Histories } from '@upnext/recsys'
import { playsOf } from './plays-of.ts'

/**
 * Partition by partition, viewer by viewer in the order of keys, a viewer's plays oldest first (by time, then hash). A profile
 * is a function of the set of the viewer's events, so neither arrival nor repetition of events shows. Unpacked as they are read.
 */
export function historiesOf(profiles: ReadonlyMap<ViewerKey, Uint8Array>): Histories {
  const inOrder = [...profiles]
    .map(([key, bytes]) => ({ key, bytes, partition: viewerPartition(key) }))
    .sort((a, b) => a.partition - b.partition || (a.key < b.key ? -1 : 1))
  return {
    length: inOrder.length,
    *[Symbol.iterator]() {
      for (const { bytes } of inOrder) yield playsOf(decodeProfile(bytes))
    },
  }
}
