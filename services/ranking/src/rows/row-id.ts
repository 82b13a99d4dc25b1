/** Ids of rows that are about something: events echo them, so that they have to stay within what an event may carry. */
import { itemHash } from '@upnext/contracts'

/** In bytes: a tracking value holds the row's id besides all else. */
const LONGEST = 256

/** `because:tt42`. A name that is too long, or none, is told apart by its hash: the same name always has the same id. */
export function rowIdAbout(what: 'because' | 'similar' | 'genre', name: string, short = name): string {
  const id = `${what}:${short}`
  return short !== '' && Buffer.byteLength(id) <= LONGEST ? id : `${what}:${itemHash(name)}`
}
