/** Counts from whole histories, as if every title had arrived in order. */
import type { ItemHash } from '@upnext/contracts'
import type { ViewerHistory } from '../build/interactions.ts'
import type { BuildProgress } from '../build/progress.ts'
import { createCounts } from './counts.ts'
import type { Counts, CountSettings } from './counts.ts'

/** Titles a step. */
const STEP = 2000

/** Same histories in the same order, same counts to the last bit. `viewers`: how many there are, for the progress. */
export function* countHistories(
  histories: Iterable<ViewerHistory>,
  viewers: number,
  settings: CountSettings,
): Generator<BuildProgress, Counts> {
  const counts = createCounts(settings)
  let done = 0
  let sinceYield = STEP
  for (const history of histories) {
    if (sinceYield >= STEP) {
      yield { stage: 'counts', done, of: viewers }
      sinceYield = 0
    }
    // Newest first, as `observe` wants it, and never longer than it reads. Disliked titles lead nowhere.
    const recent: ItemHash[] = []
    for (const { item, weight } of history) {
      counts.observe(recent, item, weight)
      if (weight > 0) recent.unshift(item)
      if (recent.length > settings.window) recent.pop()
    }
    sinceYield += history.length
    done += 1
  }
  return counts
}
