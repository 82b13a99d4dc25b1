import type { RecentTitle } from '@upnext/profiles'
import { starsOf, thumbOf } from '@upnext/profiles'
import { gradedWeight, watchedFraction } from '@upnext/recsys'

/** What a viewer made of a title, -1 to 1. */
export function titleWeight({ rated, watched }: RecentTitle): number {
  if (rated !== null) return gradedWeight({ stars: starsOf(rated), thumb: thumbOf(rated) })
  if (watched === null) return 0
  const fraction = watchedFraction(watched.positionS, watched.durationS)
  return gradedWeight({ fraction, positionS: watched.positionS })
}
