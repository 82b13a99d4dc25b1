import { FILE_LIMITS } from '@upnext/history'
import type { Place } from '@upnext/history'
import type { Clock } from '@upnext/ports'

/** Answers whether a place is to be archived now. */
export type Hold = (place: Place) => boolean

/**
 * Leaves the tail of a partition in the log until it would fill a file, or has been waiting for `holdMs`: fewer and larger files. What
 * is there when a process starts is not left waiting, so that one that is restarted again and again archives all the same.
 */
export function createHold(clock: Clock, holdMs: number, fullRecords: number = FILE_LIMITS.maxRecords): Hold {
  const waiting = new Map<string, { start: number; sinceMs: number }>()
  return ({ topic, partition, start, end }) => {
    const key = `${topic}/${partition}`
    const known = waiting.get(key)
    const sinceMs = known === undefined ? -Infinity : known.start === start ? known.sinceMs : clock.now()
    waiting.set(key, { start, sinceMs })
    return end - start >= fullRecords || clock.now() - sinceMs >= holdMs
  }
}
