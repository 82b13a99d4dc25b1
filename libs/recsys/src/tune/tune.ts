/**
 * The trainer tunes itself: settings are tried on what was held out (the last tenth of time, or a random fifth where there is no
 * time), the re-ranker is fitted there, and whatever does not help is left away. Costs are counted in fits, never in seconds, so
 * that the same plays give the same choice on every machine:
 *
 *   one solve of the ridge on a sample of titles for each regularisation, a count for each half-life and reverse share
 *   (both on a sample of viewers where there are many),
 *   one full fit for the re-ranker, one more where another configuration has to be beaten.
 */
import type { BuildProgress } from '../build/progress.ts'
import { rowsOfRidge, solvedRows, togetherOf } from '../build/build-rows.ts'
import { MODEL_SETTINGS, OPTIONAL_CHANNELS, ORDERED_CHANNELS, ROW_SETS, TIMELESS_CHANNELS } from '../build/settings.ts'
import type { Configuration, ModelSettings } from '../build/settings.ts'
import { countTimeline } from '../counts/count-timeline.ts'
import type { Channel, RowSet } from '../model/model.ts'
import type { Gram } from '../similarity/gram.ts'
import { localRidges } from '../similarity/local-ridge.ts'
import type { Timeline } from '../timeline/timeline.ts'
import { isEnough, sampleOf } from './trial-part.ts'
import type { Part } from './trial-part.ts'
import { contest } from './contest.ts'
import type { Challenger, Contest } from './contest.ts'
import {
  AT_ONCE,
  fitQuestions,
  HALF_LIVES_MS,
  NIGHTLY_MS,
  REGULARIZATIONS,
  REVERSES,
  TRIAL_PLAYS,
  TRIAL_QUESTIONS,
  QUESTIONS_WITHOUT_TIME,
  TRIAL_TITLES,
} from './grid.ts'
import { holdOut } from './hold-out.ts'
import type { HoldOut } from './hold-out.ts'
import { DEPTH, linearScore, meanNdcg } from './judge.ts'
import type { CandidateScore } from './judge.ts'
import { learnAgain, learnRanker } from './learn.ts'
import type { Learned, LearnedReport } from './learn.ts'
import { ask } from './questions.ts'
import type { Trial } from './questions.ts'

export interface TuneOptions {
  /** Rows of titles that are alike by description, by the timeline's numbers. */
  readonly content: RowSet | null
  /** What is in use now: kept unless beaten. */
  readonly incumbent: Configuration | null
  /** What is not tried stays as it is here. */
  readonly base: ModelSettings
  /** Where there are more plays than this, settings are tried on a sample of the viewers; the default is what a trainer uses. */
  readonly trialPlays: number
}

export interface Tuned {
  /** For a model whose rows follow every event: what a trainer that keeps learning publishes. */
  readonly configuration: Configuration
  /** The same settings, with weights for a model that stays as it is until the next night: what a job publishes. */
  readonly frozen: Configuration
  readonly report: TuningReport
}

/** JSON for the manifest. NDCG@20 throughout. */
export interface TuningReport {
  readonly kind: HoldOut['kind'] | 'too-few'
  /** What settings were tried on, hold-out included; `null`: on everything. What ranks is learned from everything all the same. */
  readonly sample: { readonly viewers: number; readonly plays: number } | null
  readonly fromMs: number | null
  readonly heldOut: number
  readonly trials: readonly Attempt[]
  readonly fresh: LearnedReport | null
  readonly again: LearnedReport | null
  readonly frozen: RankerReports
  readonly contest: Contest | null
}

export interface RankerReports {
  readonly fresh: LearnedReport | null
  readonly again: LearnedReport | null
}

/** What was tried, and how it did. */
export interface Attempt {
  readonly setting: string
  readonly value: number
  readonly ndcg: number
}

export const TUNE_OPTIONS: TuneOptions = {
  content: null,
  incumbent: null,
  base: MODEL_SETTINGS,
  trialPlays: TRIAL_PLAYS,
}

/** The same timeline and options give the same choice. */
export function* tune(timeline: Timeline, options: TuneOptions): Generator<BuildProgress, Tuned> {
  const held = holdOut(timeline)
  const base = withChannels(options.base, held, options.content)
  const sample = sampleOf(timeline, held, options.trialPlays)
  const facts = {
    kind: held.kind,
    sample: sample === null ? null : { viewers: sample.viewers, plays: sample.timeline.titles.length },
    fromMs: held.fromMs,
    heldOut: held.plays.length,
  }
  if (!isEnough(held)) {
    const configuration = options.incumbent ?? { settings: base, ranker: null, again: null }
    const nothing = { fresh: null, again: null }
    const report = { ...facts, kind: 'too-few' as const, trials: [], ...nothing, frozen: nothing, contest: null }
    return { configuration, frozen: configuration, report }
  }
  const trials: Attempt[] = []
  const whole = { timeline, held }
  const tried = sample ?? whole
  const { settings, rows } = yield* solve(whole, tried, base, options.content, trials)
  const { live, frozen, challenger } = yield* learn(whole, settings, rows)
  const fight = yield* contest(timeline, held, options, challenger)
  const kept = fight?.winner === 'incumbent' ? options.incumbent : null
  return {
    configuration: kept ?? live.configuration,
    frozen: kept ?? frozen.configuration,
    report: { ...facts, trials, ...live.reports, frozen: frozen.reports, contest: fight },
  }
}

/**
 * Settings as they do best on the part `tried`, and all rows of the whole with them. What titles have together does not depend on
 * them: where the whole is tried it is found once, and let go with this.
 */
function* solve(
  whole: Part,
  tried: Part,
  base: ModelSettings,
  content: RowSet | null,
  trials: Attempt[],
): Generator<BuildProgress, { settings: ModelSettings; rows: ReadonlyMap<string, RowSet> }> {
  const { timeline, held } = tried
  const counted = held.kind === 'time' ? yield* tryCounts(timeline, held, base, trials) : base
  const together = yield* togetherOf(held.before, counted)
  const settings = yield* tryRidge(timeline, held, counted, together.gram, trials)
  const known = tried === whole ? together : null
  return { settings, rows: yield* solvedRows(whole.held.before, settings, content, known) }
}

/** All weights. What came before is counted once for all that is asked, and let go with this: the contest solves anew. */
function* learn(
  { timeline, held }: Part,
  settings: ModelSettings,
  rows: ReadonlyMap<string, RowSet>,
): Generator<BuildProgress, { live: Weighted; frozen: Weighted; challenger: Challenger }> {
  const { channels } = settings
  const counts = held.kind === 'time' ? yield* countTimeline(held.before, settings.counts) : null
  const everything = { settings, channels, rows, counts, questions: fitQuestions(held) }
  const examples = yield* ask(timeline, held, { ...everything, again: false, delayMs: AT_ONCE })
  const fresh = learnRanker(examples, channels, optionalRowSets(channels))
  const trial = { ...everything, channels: fresh.channels }
  const chosen = { ...settings, channels: fresh.channels, blend: fresh.blend }
  const live = yield* withRankers(chosen, timeline, held, { ...trial, delayMs: AT_ONCE }, fresh)
  const frozen =
    held.kind === 'time' ? yield* withRankers(chosen, timeline, held, { ...trial, delayMs: NIGHTLY_MS }) : live
  return { live, frozen, challenger: { examples, early: fresh.early } }
}

interface Weighted {
  readonly configuration: Configuration
  readonly reports: RankerReports
}

/** Fits what ranks titles not watched yet, where it is not given, and what ranks where watched ones may come again. */
function* withRankers(
  settings: ModelSettings,
  timeline: Timeline,
  held: HoldOut,
  trial: Omit<Trial, 'again'>,
  given?: Learned,
): Generator<BuildProgress, Weighted> {
  const fresh = given ?? learnRanker(yield* ask(timeline, held, { ...trial, again: false }), trial.channels)
  const again = held.kind === 'time' ? yield* learnAgain(timeline, held, trial) : null
  return {
    configuration: { settings, ranker: fresh.ranker, again: again?.ranker ?? null },
    reports: { fresh: fresh.report, again: again?.report ?? null },
  }
}

function optionalRowSets(channels: readonly Channel[]): string[] {
  const optional = new Set([...OPTIONAL_CHANNELS.ordered, ...OPTIONAL_CHANNELS.timeless].map(({ rowSet }) => rowSet))
  // Content stays wherever it is known: titles that nobody has played yet have nothing else, and they are never asked about.
  return [...new Set(channels.map(({ rowSet }) => rowSet))].filter(
    (rowSet) => optional.has(rowSet) && rowSet !== ROW_SETS.content,
  )
}

function withChannels(base: ModelSettings, held: HoldOut, content: RowSet | null): ModelSettings {
  const kind = held.kind === 'time' ? 'ordered' : 'timeless'
  const core = kind === 'ordered' ? ORDERED_CHANNELS : TIMELESS_CHANNELS
  const optional = OPTIONAL_CHANNELS[kind].filter(({ rowSet }) => rowSet !== ROW_SETS.content || content !== null)
  const channels = [...core, ...optional]
  return {
    ...base,
    channels,
    blend: channels.map(({ rowSet, recency }, c) =>
      c === 0 ? 1 : rowSet === ROW_SETS.ridge && recency === 20 ? 0.5 : 0,
    ),
  }
}

/** One after the other: the half-life, then the reverse share. */
function* tryCounts(
  timeline: Timeline,
  held: HoldOut,
  base: ModelSettings,
  trials: Attempt[],
): Generator<BuildProgress, ModelSettings> {
  let best = base
  let bestNdcg = -1
  const attempt = function* (setting: string, value: number, tried: ModelSettings): Generator<BuildProgress, void> {
    const channels = base.channels.filter(({ rowSet }) => rowSet === ROW_SETS.long)
    const rows = new Map<string, RowSet>()
    const examples = yield* ask(timeline, held, {
      settings: tried,
      channels,
      rows,
      again: false,
      delayMs: AT_ONCE,
      questions: TRIAL_QUESTIONS,
    })
    const ndcg = meanNdcg(
      examples,
      linearScore(
        examples,
        channels.map(() => 1),
      ),
    )
    trials.push({ setting, value, ndcg })
    if (ndcg <= bestNdcg) return
    best = tried
    bestNdcg = ndcg
  }
  for (const halfLifeMs of HALF_LIVES_MS) {
    yield* attempt('counts.halfLifeMs', halfLifeMs, { ...base, counts: { ...base.counts, halfLifeMs } })
  }
  for (const reverse of REVERSES) {
    if (reverse === best.counts.reverse) continue
    yield* attempt('counts.reverse', reverse, { ...best, counts: { ...best.counts, reverse } })
  }
  return best
}

function* tryRidge(
  timeline: Timeline,
  held: HoldOut,
  base: ModelSettings,
  gram: Gram,
  trials: Attempt[],
): Generator<BuildProgress, ModelSettings> {
  const every = Math.max(1, Math.ceil(timeline.items.length / TRIAL_TITLES))
  const targets = (title: number): boolean => title % every === 0
  // The first 20 of all titles are, of a part of them, about as large a part of 20.
  const depth = Math.max(2, Math.round(DEPTH / every))
  const channels = base.channels.filter(({ rowSet }) => rowSet === ROW_SETS.ridge)
  let best = base
  let bestNdcg = -1
  const solved = yield* localRidges(gram, REGULARIZATIONS, base.ridge.candidates, targets)
  for (const [r, regularization] of REGULARIZATIONS.entries()) {
    const matrix = solved[r]
    if (matrix === undefined) continue
    const tried = { ...base, ridge: { ...base.ridge, regularization } }
    const rows = new Map([[ROW_SETS.ridge, rowsOfRidge(matrix, base.neighbours)]])
    const examples = yield* ask(timeline, held, {
      settings: tried,
      channels,
      rows,
      again: false,
      delayMs: AT_ONCE,
      questions: held.kind === 'time' ? TRIAL_QUESTIONS : QUESTIONS_WITHOUT_TIME,
      targets,
    })
    const scoreOf =
      (c: number): CandidateScore =>
      (at) =>
        examples.values[at * examples.features + c] ?? 0
    const ndcg = Math.max(...channels.map((_, c) => meanNdcg(examples, scoreOf(c), depth)))
    trials.push({ setting: 'ridge.regularization', value: regularization, ndcg })
    if (ndcg <= bestNdcg) continue
    best = tried
    bestNdcg = ndcg
  }
  return best
}
