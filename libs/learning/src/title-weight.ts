import type { RecentTitle, Watched } from '@upnext/profiles'
import { starsOf, thumbOf } from '@upnext/profiles'
import { gradedWeight, watchedFraction } from '@upnext/recsys'
import type { SessionEvidence } from '@upnext/recsys'

/** What a viewer made of a title, all in all: -1 to 1.5. */
export function titleWeight({ rated, sessions }: RecentTitle): number {
  if (rated !== null) return gradedWeight({ stars: starsOf(rated), thumb: thumbOf(rated) })
  return gradedWeight({ sessions: sessions.map(toEvidence) })
}

export function toEvidence({ positionS, durationS }: Watched): SessionEvidence {
  return { fraction: watchedFraction(positionS, durationS), positionS }
}
