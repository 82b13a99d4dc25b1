/** How popular titles are after a whole timeline. */
import type { Timeline } from '../timeline/timeline.ts'
import { createPopularityClock } from './popularity-clock.ts'
import type { PopularityClock } from './popularity-clock.ts'

export function popularityOf({ titles, weights, times }: Timeline): PopularityClock {
  const popularity = createPopularityClock()
  titles.forEach((title, play) => popularity.add(title, weights[play] ?? 0, times[play] ?? 0))
  return popularity
}
