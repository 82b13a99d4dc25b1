/** What the tuner tries. Declared here and nowhere else, so that everybody can see how far it looks. */
import type { HoldOut } from './hold-out.ts'

const DAY_MS = 86_400_000

/** lambda of the ridge, in events. */
export const REGULARIZATIONS: readonly number[] = [10, 30, 60, 100, 200, 400]

/** Half-lives of counts; 0: nothing is forgotten. */
export const HALF_LIVES_MS: readonly number[] = [0, 1500 * DAY_MS, 400 * DAY_MS, 30 * DAY_MS]

/** Share of a count that the opposite direction gets. */
export const REVERSES: readonly number[] = [0, 0.3, 0.6]

/** Weight of the ridge in the unlearned score, beside counts of weight 1. */
export const BLENDS: readonly number[] = [0, 0.25, 0.5, 1, 2]

/** Questions asked to try one setting, and to fit the re-ranker. */
export const TRIAL_QUESTIONS = 1000
const FIT_QUESTIONS = 3000
/** Without time, for both: such questions are cheap, and the differences that they have to show are small. */
export const QUESTIONS_WITHOUT_TIME = 6000

export function fitQuestions({ kind }: Pick<HoldOut, 'kind'>): number {
  return kind === 'time' ? FIT_QUESTIONS : QUESTIONS_WITHOUT_TIME
}

/** The ridge is tried on at most about so many titles: solving for a sample ranks settings as solving for all does. */
export const TRIAL_TITLES = 6000

/**
 * Of a log with more plays than this the settings above are tried on a sample of the viewers: from there on trying costs the same. What
 * ranks is learned from all viewers' rows: learned from a sample's, where each title has fewer plays, it loses a twentieth.
 */
export const TRIAL_PLAYS = 150_000

/** With fewer questions than this nothing is tuned: what comes out would be chance. */
export const LEAST_QUESTIONS = 100

/** A share of plays of titles watched before from which on it is worth learning what comes again. */
export const LEAST_AGAIN = 0.02

/** How old plays are when a trainer that keeps learning, and a job that runs every night, know of them. */
export const AT_ONCE = 0
export const NIGHTLY_MS = DAY_MS
