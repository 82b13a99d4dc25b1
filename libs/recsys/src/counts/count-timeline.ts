/** Counts from a whole timeline, as if every play had arrived in order. */
import type { BuildProgress } from '../build/progress.ts'
import { createRecentTitles } from '../timeline/recent-titles.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { createCounts } from './counts.ts'
import type { CountSettings, GrowingCounts } from './counts.ts'

/** Plays a step. */
const STEP = 5000

/** Same timeline, same counts to the last bit. `backwards`: as in `createCounts`. */
export function* countTimeline(
  timeline: Timeline,
  settings: CountSettings,
  backwards = true,
): Generator<BuildProgress, GrowingCounts> {
  const counts = createCounts(settings, undefined, backwards)
  const { offsets, titles, weights, times } = timeline
  let sinceYield = STEP
  for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
    const end = offsets[viewer + 1] ?? 0
    if (sinceYield >= STEP) {
      yield { stage: 'counts', done: viewer, of: offsets.length - 1 }
      sinceYield = 0
    }
    // A few more than the window: the title itself, and disliked ones, take no place in it.
    const recent = createRecentTitles(settings.window * 3)
    for (let play = offsets[viewer] ?? 0; play < end; play++) {
      const [title, weight, atMs] = [titles[play] ?? 0, weights[play] ?? 0, times[play] ?? 0]
      counts.observe(recent, title, weight, atMs)
      recent.add(title, weight, atMs)
      sinceYield += 1
    }
  }
  return counts
}
