/** From files to a report. */
import { SERVING_CAPS, TRAINING_CAPS } from '@upnext/profiles'
import type { Caps } from '@upnext/profiles'
import type { Dataset } from './data/dataset.ts'
import { readEvents } from './data/read-events.ts'
import type { EventFiles } from './data/read-events.ts'
import { readPairs } from './data/read-pairs.ts'
import type { PairsFiles } from './data/read-pairs.ts'
import { readSequences } from './data/read-sequences.ts'
import type { SequenceFiles } from './data/read-sequences.ts'
import { evaluate } from './evaluate.ts'
import type { Gauges } from './evaluate.ts'
import { atCut } from './protocols/at-cut.ts'
import type { Exam } from './protocols/exam.ts'
import { successive } from './protocols/successive.ts'
import type { ModelEntry, OnProgress, TrainingData } from './recommender.ts'
import type { Report } from './report/report.ts'
import { trainingDataOf } from './training-data.ts'

export type Source =
  | { readonly format: 'pairs'; readonly files: PairsFiles }
  | { readonly format: 'sequences'; readonly files: SequenceFiles }
  | { readonly format: 'events'; readonly files: EventFiles; readonly protocol: 'successive' | 'window' }

export interface EvaluationOptions {
  readonly allowSeen: boolean
  readonly targetMinRating: number | null
  readonly sampleUsers: number | null
  readonly seed: number
  readonly servingCaps: Caps
  readonly trainingCaps: Caps
}

export const EVALUATION_OPTIONS: EvaluationOptions = {
  allowSeen: false,
  targetMinRating: null,
  sampleUsers: null,
  seed: 1,
  servingCaps: SERVING_CAPS,
  trainingCaps: TRAINING_CAPS,
}

export interface EvaluationRun {
  /** Name for the report. */
  readonly data: string
  readonly source: Source
  readonly options: EvaluationOptions
  readonly models: readonly ModelEntry[]
  readonly gauges: Gauges
  readonly onProgress: OnProgress
}

/** Rejects with a `DataError` where the files cannot be evaluated. */
export async function runEvaluation(run: EvaluationRun): Promise<Report> {
  const dataset = await readSource(run.source)
  const training = trainingDataOf(dataset, run.options.trainingCaps, run.onProgress)
  const exam = examOf(run, dataset, training)
  const { data, models, gauges, onProgress } = run
  return evaluate({ data, protocol: protocolOf(run), dataset, training, exam, models, gauges, onProgress })
}

async function readSource(source: Source): Promise<Dataset> {
  switch (source.format) {
    case 'pairs':
      return readPairs(source.files)
    case 'sequences':
      return readSequences(source.files)
    case 'events':
      return readEvents(source.files)
  }
}

function examOf({ source, options }: EvaluationRun, dataset: Dataset, training: TrainingData): Exam {
  if (source.format === 'events' && source.protocol === 'successive') {
    return successive(dataset, options, training.profiles)
  }
  return atCut(dataset, { ...options, caps: options.servingCaps })
}

function protocolOf({ source, options }: EvaluationRun): string {
  const name = source.format === 'events' ? source.protocol : source.format
  return options.allowSeen ? `${name}, seen titles allowed` : name
}
