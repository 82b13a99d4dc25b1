/**
 * Is a new configuration better than the one in use? Both are fitted on the same part, before what was held out, and asked the same
 * questions; never is a refitted model asked about what it has seen.
 */
import type { BuildProgress } from '../build/progress.ts'
import { solvedRows } from '../build/build-rows.ts'
import type { Configuration } from '../build/settings.ts'
import type { RowSet } from '../model/model.ts'
import { questionsOf } from '../rerank/examples.ts'
import type { Examples } from '../rerank/examples.ts'
import { FIT_SETTINGS, fitSoftmax } from '../rerank/fit-softmax.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { AT_ONCE, fitQuestions } from './grid.ts'
import type { HoldOut } from './hold-out.ts'
import { linearScore, meanNdcg } from './judge.ts'
import { ask } from './questions.ts'

export interface Contest {
  /** NDCG@20 on the later half of what was held out. */
  readonly challenger: number
  readonly incumbent: number
  readonly winner: 'challenger' | 'incumbent'
}

export interface Challenger {
  readonly examples: Examples
  /** Fitted on the earlier half of the questions: it must not know the later. */
  readonly early: ArrayLike<number>
}

/** `null` where there is nothing to beat. */
export function* contest(
  timeline: Timeline,
  held: HoldOut,
  options: { readonly content: RowSet | null; readonly incumbent: Configuration | null },
  { examples, early }: Challenger,
): Generator<BuildProgress, Contest | null> {
  const { content, incumbent } = options
  if (incumbent === null) return null
  const { settings } = incumbent
  const rows = yield* solvedRows(held.before, settings, content)
  const trial = {
    settings,
    channels: settings.channels,
    rows,
    again: false,
    delayMs: AT_ONCE,
    questions: fitQuestions(held),
  }
  const theirs = yield* ask(timeline, held, trial)
  const half = Math.floor((examples.offsets.length - 1) / 2)
  const late = (asked: Examples, weights: ArrayLike<number>): number =>
    meanNdcg(questionsOf(asked, half, asked.offsets.length - 1), linearScore(asked, weights))
  // Its own weights may have been learned from the later half: they are learned anew.
  const theirEarly = incumbent.ranker === null ? settings.blend : fitSoftmax(questionsOf(theirs, 0, half), FIT_SETTINGS)
  const score = late(examples, early)
  const theirScore = late(theirs, theirEarly)
  return { challenger: score, incumbent: theirScore, winner: score >= theirScore ? 'challenger' : 'incumbent' }
}
