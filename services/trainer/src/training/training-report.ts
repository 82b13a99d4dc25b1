/** What came of one training. */
import type { TuningReport } from '@upnext/recsys'
import type { Untuned } from './manifest.ts'

export interface TrainingReport {
  readonly outcome:
    | 'published'
    | 'too-few-events'
    /** The model's own test found fault with it. */
    | 'unsound'
  /** `null` where nothing was published or written. */
  readonly modelId: string | null
  /** What was wrong with an unsound model. */
  readonly problem: string | null
  readonly events: number
  readonly viewers: number
  readonly titles: number
  readonly bytes: number
  readonly durationMs: number
  /** `null`: nothing was tuned, the configuration in use still holds. */
  readonly tuning: TuningFacts | null
}

/** What came of a job: it may also write its model into a folder, and publish nothing. */
export interface JobReport extends Omit<TrainingReport, 'outcome'> {
  readonly outcome: TrainingReport['outcome'] | 'written'
}

/** The short form of a tuning report. */
export interface TuningFacts {
  /** By what was held out; `too-few`: nothing, defaults hold; `untuned`: a first model, tuning follows. */
  readonly kind: TuningReport['kind'] | 'untuned'
  /** NDCG@20 of the learned weights and of the unlearned blend, on what neither has seen. */
  readonly learned: number | null
  readonly blend: number | null
  /** Whether the learned weights are used. */
  readonly adopted: boolean
  /** Who has won: what was found, or what was in use before; `null`: there was nothing to beat. */
  readonly winner: 'challenger' | 'incumbent' | null
}

/** Whether somebody who asked for tuning can be content with it. */
export function isTuned({ tuning }: TrainingReport): boolean {
  return tuning !== null && tuning.kind !== 'untuned'
}

export function tuningFacts(report: TuningReport | Untuned): TuningFacts {
  if (report.kind === 'untuned') return { kind: 'untuned', learned: null, blend: null, adopted: false, winner: null }
  const { kind, fresh, contest } = report
  return {
    kind,
    learned: fresh?.learned ?? null,
    blend: fresh?.blend ?? null,
    adopted: fresh?.adopted ?? false,
    winner: contest?.winner ?? null,
  }
}
