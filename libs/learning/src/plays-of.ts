import type { Profile } from '@upnext/profiles'
import type { Play } from '@upnext/recsys'
import { playsOfTitle } from './title-plays.ts'
import { titleWeight } from './title-weight.ts'

/**
 * All that a viewer played, oldest first: a play for each session that counts, at its start; a title that was only rated is
 * played once, when it was rated. Every play of a title weighs what the title as a whole weighs now.
 */
export function playsOf({ recent }: Profile): Play[] {
  const plays = recent.entries.flatMap((title) => {
    const weight = titleWeight(title)
    return playsOfTitle(title).map(({ atMs }): Play => ({ item: title.key, weight, atMs }))
  })
  return plays.sort(comparePlays)
}

/** The order of plays: by time, then by item hash. */
export function comparePlays(a: Pick<Play, 'atMs' | 'item'>, b: Pick<Play, 'atMs' | 'item'>): number {
  return a.atMs - b.atMs || (a.item === b.item ? 0 : a.item < b.item ? -1 : 1)
}
