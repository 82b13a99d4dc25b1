import { newestMsOf } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { Play } from '@upnext/recsys'
import { titleWeight } from './title-weight.ts'

/** What is scored from: each title once, the one watched or rated last first, with the time of that. */
export function historyOf({ recent }: Profile): Play[] {
  return recent.entries.map((title) => ({ item: title.key, weight: titleWeight(title), atMs: newestMsOf(title) }))
}
