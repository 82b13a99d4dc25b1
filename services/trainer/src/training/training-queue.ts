/** One training at a time, in the order of asking. */
import { isTuned } from './training-report.ts'
import type { TrainingReport } from './training-report.ts'

export interface TrainingQueueOptions {
  readonly train: (asked: boolean) => Promise<TrainingReport>
  /** Everything that has been read so far, as text. */
  readonly readTo: () => string
  /** Told of each training that fails, besides whoever asked for it. */
  readonly onFailure: (error: unknown) => void
}

export interface TrainingQueue {
  /** Trains when those before have ended. Rejects where it fails. */
  next(asked: boolean): Promise<TrainingReport>
  /** The same, or the training under way where that tunes and knows no less. */
  nextOrShared(): Promise<TrainingReport>
  isBusy(): boolean
  /** Resolves when all have ended, however they did. */
  idle(): Promise<void>
}

interface UnderWay {
  /** What had been read when it began. */
  readonly readTo: string
  readonly report: Promise<TrainingReport>
}

export function createTrainingQueue({ train, readTo, onFailure }: TrainingQueueOptions): TrainingQueue {
  let last: Promise<void> = Promise.resolve()
  let underWay: UnderWay | null = null

  function next(asked: boolean): Promise<TrainingReport> {
    const mine = last.then(() => {
      const report = train(asked)
      underWay = { readTo: readTo(), report }
      return report
    })
    last = mine
      .then(() => undefined, onFailure)
      .finally(() => {
        underWay = null
      })
    return mine
  }

  return {
    next,
    async nextOrShared() {
      // Tuning twice on the same plays would only cost: right after an import the trainer has begun by itself.
      if (underWay?.readTo === readTo()) {
        const report = await underWay.report.catch(() => null)
        if (report !== null && isTuned(report)) return report
      }
      return next(true)
    },
    isBusy: () => underWay !== null,
    idle: () => last,
  }
}
