/** Fits the re-ranker, and adopts it only where it beats the best unlearned blend on questions that it has not seen. */
import type { BuildProgress } from '../build/progress.ts'
import { ROW_SETS } from '../build/settings.ts'
import { bootstrapIntervals } from '../metrics/bootstrap.ts'
import type { Interval } from '../metrics/bootstrap.ts'
import type { Channel, Ranker } from '../model/model.ts'
import { questionsOf } from '../rerank/examples.ts'
import type { Examples } from '../rerank/examples.ts'
import { FIT_SETTINGS, fitSoftmax } from '../rerank/fit-softmax.ts'
import { AGAIN_FEATURES } from '../score/features.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { BLENDS, LEAST_AGAIN, LEAST_QUESTIONS } from './grid.ts'
import type { HoldOut } from './hold-out.ts'
import { linearScore, mean, meanNdcg, ndcgByQuestion } from './judge.ts'
import { ask, countRepeats } from './questions.ts'
import type { Trial } from './questions.ts'

export interface Learned {
  /** Those that help; the ranker's weights and the blend are in their order. */
  readonly channels: readonly Channel[]
  /** `null`: the blend is better. */
  readonly ranker: Ranker | null
  readonly blend: readonly number[]
  readonly report: LearnedReport
}

/** NDCG@20 on the later half of the questions, of weights fitted on the earlier half. */
export interface LearnedReport {
  readonly questions: number
  readonly learned: number
  readonly learnedInterval: Interval
  readonly blend: number
  readonly blendInterval: Interval
  /** The same candidates in the order of one feature alone: what is popular, of late, and the first channel. */
  readonly baselines: Readonly<Record<'popularity' | 'popularityOfDays' | 'firstChannel', number>>
  readonly adopted: boolean
  /** Row sets that were tried and left away, with what the score is without them. */
  readonly leftAway: Readonly<Record<string, number>>
}

/** `again`: the examples have the features of titles watched before. `optional`: row sets that have to help to stay. */
export function learnRanker(
  examples: Examples,
  channels: readonly Channel[],
  optional: readonly string[] = [],
): Learned & { readonly early: ArrayLike<number> } {
  const questions = examples.offsets.length - 1
  const half = Math.floor(questions / 2)
  const [earlier, later] = [questionsOf(examples, 0, half), questionsOf(examples, half, questions)]
  const lateByQuestion = (weights: ArrayLike<number>): Float64Array =>
    ndcgByQuestion(later, linearScore(later, weights))
  const late = (weights: ArrayLike<number>): number => mean(lateByQuestion(weights))
  const alone = (feature: number): number =>
    late(Float64Array.from({ length: examples.features }, (_, k) => (k === feature ? 1 : 0)))
  const without = new Set<string>()
  const features = (k: number): boolean =>
    !without.has(channels[k % channels.length]?.rowSet ?? '') || k >= 2 * channels.length
  const fitEarly = (start?: Float64Array): Float64Array =>
    fitSoftmax(earlier, FIT_SETTINGS, { features, ...(start === undefined ? {} : { start }) })
  let early = fitEarly()
  let learned = late(early)
  const leftAway: Record<string, number> = {}
  for (const rowSet of optional) {
    without.add(rowSet)
    const fitted = fitEarly(early)
    const score = late(fitted)
    if (score >= learned) {
      early = fitted
      learned = score
      leftAway[rowSet] = score
    } else without.delete(rowSet)
  }
  const blend = bestBlend(earlier, channels)
  const blended = late(blend)
  const adopted = questions >= LEAST_QUESTIONS && learned > blended
  const kept = channels.map(({ rowSet }) => !without.has(rowSet))
  const ranker = adopted
    ? { weights: keptWeights(fitSoftmax(examples, FIT_SETTINGS, { features, start: early }), kept) }
    : null
  return {
    channels: channels.filter((_, c) => kept[c]),
    ranker,
    blend: blend.filter((_, c) => kept[c]),
    report: {
      questions,
      learned,
      learnedInterval: intervalOf(lateByQuestion(early)),
      blend: blended,
      blendInterval: intervalOf(lateByQuestion(blend)),
      baselines: {
        popularity: alone(2 * channels.length),
        popularityOfDays: alone(2 * channels.length + 2),
        firstChannel: alone(0),
      },
      adopted,
      leftAway,
    },
    early: adopted ? early : blend,
  }
}

/** 95 %, over questions: those of one viewer are alike, so it is rather too narrow. */
function intervalOf(byQuestion: Float64Array): Interval {
  const counts = byQuestion.map(() => 1)
  return bootstrapIntervals({ counts, sums: byQuestion, metrics: 1 })[0] ?? [0, 0]
}

/** Weights of linear and logarithmic features of the channels kept, and all that are not of channels. */
function keptWeights(weights: Float64Array, kept: readonly boolean[]): number[] {
  return [...weights.filter((_, k) => k >= 2 * kept.length || kept[k % kept.length] === true)]
}

/** Where enough plays are of titles watched before. */
export function* learnAgain(
  timeline: Timeline,
  held: HoldOut,
  trial: Omit<Trial, 'again'>,
): Generator<BuildProgress, Learned | null> {
  const expected = countRepeats(timeline, held, trial.questions)
  // What would be thrown away is not even asked.
  if (expected.repeats < LEAST_AGAIN * expected.asked) return null
  const examples = yield* ask(timeline, held, { ...trial, again: true })
  const { features, values, right } = examples
  const watchedBefore = features - AGAIN_FEATURES
  let repeats = 0
  for (let at = 0; at < right.length; at++) {
    if (right[at] === 1 && values[at * features + watchedBefore] === 1) repeats += 1
  }
  if (repeats < LEAST_AGAIN * (examples.offsets.length - 1)) return null
  return learnRanker(examples, trial.channels)
}

/** The first channel with weight 1, and of the ridge's the best weight on the best of its channels. */
function bestBlend(examples: Examples, channels: readonly Channel[]): number[] {
  const first = Math.max(
    0,
    channels.findIndex(({ rowSet }) => rowSet === ROW_SETS.long),
  )
  const partners = channels.flatMap(({ rowSet }, c) => (rowSet === ROW_SETS.ridge && c !== first ? [c] : []))
  const base: number[] = channels.map((_, c) => (c === first ? 1 : 0))
  let best = base
  let bestNdcg = meanNdcg(examples, linearScore(examples, base))
  for (const partner of partners) {
    for (const weight of BLENDS) {
      const tried = base.map((value, c) => (c === partner ? weight : value))
      const ndcg = meanNdcg(examples, linearScore(examples, tried))
      if (ndcg <= bestNdcg) continue
      best = tried
      bestNdcg = ndcg
    }
  }
  return best
}
