/** Fits the models to the training part, puts every question to all of them, and reports. */
import type { ViewerKey } from '@upnext/contracts'
import type { FoldResult } from '@upnext/profiles'
import type { Dataset } from './data/dataset.ts'
import type { Desk, Exam, Question } from './protocols/exam.ts'
import type { ModelEntry, OnProgress, Recommender, TrainingData } from './recommender.ts'
import type { Cell, Report, ReportRow } from './report/report.ts'
import { rounded } from './report/report.ts'
import { createScoreSheet } from './report/score-sheet.ts'
import type { ScoreSheet } from './report/score-sheet.ts'
import { createSplitFacts } from './report/split-facts.ts'
import type { SplitCounts } from './report/split-facts.ts'
import { trainingFactsOf } from './surroundings.ts'
import type { TrainingFacts } from './surroundings.ts'

export interface Evaluation {
  /** Names for the report. */
  readonly data: string
  readonly protocol: string
  readonly dataset: Dataset
  readonly training: TrainingData
  readonly exam: Exam
  readonly models: readonly ModelEntry[]
  readonly gauges: Gauges
  readonly onProgress: OnProgress
}

/** Time and memory come from outside: nothing in here has a clock. */
export interface Gauges {
  /** Milliseconds, with fractions. */
  readonly nowMs: () => number
  /** The most that the process has held so far. */
  readonly peakMemoryMb: () => number
}

interface Candidate {
  readonly recommender: Recommender
  readonly sheet: ScoreSheet
  readonly fitSeconds: number
  readonly peakMemoryMb: number
  askedMs: number
  asked: number
}

/** How equal scores are ordered, and what the hash is over: a part of every split. */
const TIES = 'score descending, then item hash ascending'

export function evaluate(evaluation: Evaluation): Report {
  const { dataset, exam, gauges, onProgress } = evaluation
  const facts = trainingFactsOf(dataset)
  const { candidates, notes } = fitAll(evaluation, facts)
  const split = createSplitFacts()

  const ask = (question: Question): void => {
    split.add(question)
    for (const candidate of candidates) {
      const startMs = gauges.nowMs()
      const list = candidate.recommender.recommend(question.query)
      candidate.askedMs += gauges.nowMs() - startMs
      candidate.asked += 1
      candidate.sheet.add(question, list)
    }
  }
  const learn = (viewer: ViewerKey, result: FoldResult): void => {
    for (const { recommender } of candidates) recommender.learn?.(viewer, result)
  }
  const desk: Desk = {
    ask,
    learn,
    skip: (reason) => split.skip(reason),
    onStep: (done, of) => onProgress({ stage: 'questions', done, of }),
  }
  exam.run(desk)

  return {
    data: evaluation.data,
    protocol: evaluation.protocol,
    split: {
      ...split.facts(),
      cutMs: dataset.timeless ? null : dataset.cutMs,
      trainRows: dataset.train.length,
      testRows: dataset.test.length,
      trainViewers: facts.viewers,
      trainItems: facts.catalogueSize,
      ...dataset.facts,
      ties: TIES,
    },
    rows: candidates.map(rowOf),
    notes: [...notesOn(dataset), ...notes, ...notesOnAsked(split.facts())],
  }
}

function fitAll(
  { models, training, gauges, onProgress }: Evaluation,
  facts: TrainingFacts,
): { candidates: readonly Candidate[]; notes: readonly string[] } {
  const candidates: Candidate[] = []
  const notes: string[] = []
  for (const model of models) {
    const absent = model.absentBecause?.(training) ?? null
    if (absent !== null) {
      notes.push(`no row ${model.names.join(', ')}: ${absent}`)
      continue
    }
    const startMs = gauges.nowMs()
    const fitted = [model.fit(training, onProgress)].flat()
    const fitSeconds = rounded((gauges.nowMs() - startMs) / 1000)
    const peakMemoryMb = rounded(gauges.peakMemoryMb())
    for (const recommender of fitted) {
      const sheet = createScoreSheet(facts, facts.isWarm)
      candidates.push({ recommender, sheet, fitSeconds, peakMemoryMb, askedMs: 0, asked: 0 })
    }
  }
  return { candidates, notes }
}

function rowOf(candidate: Candidate): ReportRow {
  const { recommender, sheet, fitSeconds, peakMemoryMb, askedMs, asked } = candidate
  const { slices, ...metrics } = sheet.cells()
  const cells: Record<string, Cell> = {
    ...metrics,
    fitSeconds,
    peakMemoryMb,
    microsecondsPerQuery: asked === 0 ? null : rounded((1000 * askedMs) / asked),
    slices: slices ?? null,
    ...(recommender.report === undefined ? {} : { report: recommender.report }),
  }
  return { model: recommender.name, ...cells }
}

/** Figures of nothing look like figures of something. */
function notesOnAsked({ targets, coldViewerTargets, skipped }: SplitCounts): readonly string[] {
  if (targets !== 0) return []
  return [
    `nothing was asked of viewers with a history, so there are no figures: ${JSON.stringify({ coldViewerTargets, skipped })}`,
  ]
}

function notesOn({ facts }: Dataset): readonly string[] {
  const notes: string[] = []
  const { duplicateRows = 0, unsortedRows = 0, unreadable = {} } = facts
  if (duplicateRows !== 0) notes.push(`${String(duplicateRows)} rows repeat an earlier one and count once`)
  if (unsortedRows !== 0) notes.push(`${String(unsortedRows)} rows stood after a later one: sorted by time`)
  for (const [reason, of] of Object.entries(unreadable as object)) {
    notes.push(`rows left out, ${reason}: ${JSON.stringify(of)}`)
  }
  return notes
}
