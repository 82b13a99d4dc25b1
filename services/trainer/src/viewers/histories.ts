/** Profiles as histories, in the one order in which models are trained, so that the same events give the same bytes. */
import type { ViewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { decodeProfile } from '@upnext/profiles'
import type { ViewerHistory } from '@upnext/recsys'
import { titleWeight } from './title-weight.ts'

/**
 * Partition by partition, viewer by viewer in the order of keys, a viewer's titles oldest first (by time, then hash). A profile
 * is a function of the set of the viewer's events, so neither arrival nor repetition of events shows. May be iterated again.
 */
export function historiesOf(profiles: ReadonlyMap<ViewerKey, Uint8Array>): Iterable<ViewerHistory> {
  const inOrder = [...profiles]
    .map(([key, bytes]) => ({ key, bytes, partition: viewerPartition(key) }))
    .sort((a, b) => a.partition - b.partition || (a.key < b.key ? -1 : 1))
  return {
    *[Symbol.iterator]() {
      for (const { bytes } of inOrder) yield historyOf(bytes)
    },
  }
}

function historyOf(bytes: Uint8Array): ViewerHistory {
  const titles = decodeProfile(bytes).recent.entries.map((title) => ({ item: title.key, weight: titleWeight(title) }))
  return titles.reverse()
}
