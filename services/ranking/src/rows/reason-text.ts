/** A reason in English, for people who look at answers while debugging. */
import { ReasonType } from '@upnext/contracts'
import type { Reason } from '@upnext/contracts'

export function reasonText({ type, title, stars, thumbUp }: Reason): string {
  switch (type) {
    case ReasonType.REASON_TYPE_SIMILAR_TO_ITEM:
      return title === '' ? 'Goes with this title' : `Goes with ${title}`
    case ReasonType.REASON_TYPE_SIMILAR_TO_RATED:
      return title === '' ? 'Because of what you have rated' : `Because you ${ratedHow(stars, thumbUp)} ${title}`
    case ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED:
      return title === '' ? 'Because of what you have watched' : `Because you watched ${title}`
    case ReasonType.REASON_TYPE_POPULAR:
      return 'Watched by many'
    case ReasonType.REASON_TYPE_CATALOG:
      return 'In the catalogue'
    case ReasonType.REASON_TYPE_WATCHED_BEFORE:
      return 'You have watched it before'
    case ReasonType.REASON_TYPE_EXPLORATION:
      return 'Hardly anybody has watched it yet'
    default:
      return ''
  }
}

function ratedHow(stars: number | undefined, thumbUp: boolean | undefined): string {
  if (stars !== undefined) return `gave ${stars} ${stars === 1 ? 'star' : 'stars'} to`
  return thumbUp === true ? 'liked' : 'rated'
}
