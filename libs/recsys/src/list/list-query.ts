/** What putting a list in order is asked. Genres, people and groups are small numbers that the caller gave out. */
import type { ListTally } from './list-tally.ts'
import type { ListTraits } from './list-traits.ts'

/** Each 0 to 1, and 0: no effect. */
export interface ArrangeSettings {
  /** How much likeness to what stands above costs: genres, series, people. */
  readonly diversity: number
  /** How much the list's genres are drawn to the viewer's own. */
  readonly calibration: number
  /** -1 to 1: above 0 draws to what many watch, below 0 to what few do. */
  readonly popularity: number
  /** How far a title sinks that was shown often and never picked. */
  readonly fatigue: number
}

/** Whether they leave every list as it is. */
export function areNeutral({ diversity, calibration, popularity, fatigue }: ArrangeSettings): boolean {
  return diversity === 0 && calibration === 0 && popularity === 0 && fatigue === 0
}

/**
 * What a page is arranged by where nobody says otherwise. Chosen on the last part of the training part of MovieLens, not on what is
 * held out: `npm run bench -- list`, docs/evaluation.md. Fatigue has no data set to be judged by.
 */
export const ARRANGE_SETTINGS: ArrangeSettings = { diversity: 0.5, calibration: 0.5, popularity: 0, fatigue: 0.5 }

export interface ListTitle extends ListTraits {
  /** Greater than 0, on any scale; compares within one list. */
  readonly score: number
  /** 0 to 1: its popularity as a share of the most popular title's. */
  readonly popularity: number
  /** How often it was shown and not picked, see `shownTimes`. */
  readonly shown: number
}

export interface ArrangeQuery {
  /** Best first. A title whose score is above that of an earlier one counts as its equal. */
  readonly titles: readonly ListTitle[]
  /** Places to fill with care; what comes after them keeps its order. */
  readonly count: number
  readonly settings: ArrangeSettings
  /** The viewer's share of each genre, by its number, see `genreTaste`; empty: unknown, and nothing is calibrated. */
  readonly taste: ArrayLike<number>
  /** What stands above on the page; `null`: nothing. */
  readonly above: ListTally | null
}
