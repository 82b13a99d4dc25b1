/** Records that no feature service can fold, as a foreign or broken producer writes them. */
import { encodeViewerEvent } from '@upnext/contracts'
import type { NewRecord } from '@upnext/ports'
import { aRating, aViewer, anEvent } from '@upnext/testkit'
import type { Random } from '@upnext/testkit'

/** Keyed by one of the names, so that they stand among good records. */
export function aPoisonRecord(random: Random, names: readonly string[]): NewRecord {
  const name = random.pick(names)
  const key = Buffer.from(aViewer(name))
  const kind = aRating('movie-1', 10)
  switch (random.int(0, 3)) {
    case 0:
      return { key, value: Buffer.from([0xff, 0xff, random.int(0, 256)]) }
    case 1:
      return { ...encodeViewerEvent(anEvent({ viewer: aViewer('of another partition'), kind })), key }
    default:
      return encodeViewerEvent(anEvent({ viewer: aViewer(name), occurredAtMs: 2 ** 52 + random.int(0, 9), kind }))
  }
}
