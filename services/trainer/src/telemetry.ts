/** What the trainer tells operators: one helper per thing that happens, metric and log line together. */
import type { RecordBatch } from '@upnext/ports'
import type { Logger, Metrics } from '@upnext/service-kit'
import type { BatchFacts } from './training-state.ts'
import type { JobReport } from './training/training-report.ts'

export interface TrainerTelemetry {
  batchApplied(batch: RecordBatch, facts: BatchFacts): void
  batchFailed(error: Error, batch: RecordBatch): void
  stage(name: string): void
  trained(report: JobReport): void
  trainingFailed(error: unknown): void
  titlesSent(titles: number, waiting: number): void
  titlesNotSent(error: unknown): void
  trendsSent(countries: number): void
  trendsNotSent(error: unknown): void
  checkpointWritten(bytes: number, events: number): void
  checkpointFailed(error: unknown): void
  checkpointRefused(reason: string): void
  /** Records that neither log nor archive has, and that are not missed. */
  historyLost(records: number): void
}

export function createTelemetry(logger: Logger, metrics: Metrics): TrainerTelemetry {
  const events = metrics.counter('events_total', 'Records by what became of them', ['result'])
  const lag = metrics.gauge('lag_records', 'Records of a partition that are not folded in yet', ['partition'])
  const trainings = metrics.counter('trainings_total', 'Trainings by what came of them', ['outcome'])
  const seconds = metrics.histogram('training_seconds', 'From the first step to the model being active')
  const titles = metrics.gauge('model_titles', 'Titles in the last model published')
  const changes = metrics.counter('titles_sent_total', 'Changed titles sent to ranking')
  const changesWaiting = metrics.gauge('titles_waiting', 'Changed titles that wait to be sent')
  const trends = metrics.counter(
    'trends_sent_total',
    'Times that what is watched of late in a country was sent to ranking',
  )
  const checkpoint = metrics.gauge('checkpoint_bytes', 'Size of the last checkpoint')

  return {
    batchApplied({ partition, nextOffset, end }, { folded, skipped, malformed }) {
      events.inc({ result: 'folded' }, folded)
      events.inc({ result: 'skipped' }, skipped)
      events.inc({ result: 'malformed' }, malformed)
      lag.set({ partition }, Math.max(0, end - nextOffset))
      if (malformed > 0) logger.warn({ partition, nextOffset, malformed }, 'records left out of training')
    },
    batchFailed: (err, { partition, position }) =>
      logger.warn({ partition, position, err }, 'batch failed, will be offered again'),
    stage: (stage) => logger.info({ stage }, 'training'),
    trained(report) {
      trainings.inc({ outcome: report.outcome })
      seconds.observe(report.durationMs / 1000)
      titles.set(report.titles)
      if (report.outcome === 'unsound') logger.error({ ...report }, 'no model: the new one is not sound')
      else logger.info({ ...report }, messageOf(report))
    },
    trainingFailed(err) {
      trainings.inc({ outcome: 'failed' })
      logger.error({ err }, 'training failed, will be tried again')
    },
    titlesSent(sent, waiting) {
      changes.inc(sent)
      changesWaiting.set(waiting)
      logger.debug({ titles: sent, waiting }, 'changed titles sent')
    },
    titlesNotSent: (err) => logger.warn({ err }, 'changed titles not sent, will be tried again'),
    trendsSent: (countries) => trends.inc(countries),
    trendsNotSent: (err) => logger.warn({ err }, 'trends not sent, will be tried again'),
    checkpointWritten(bytes, known) {
      checkpoint.set(bytes)
      logger.debug({ bytes, events: known }, 'checkpoint written')
    },
    checkpointFailed: (err) => logger.error({ err }, 'checkpoint not written, will be tried again'),
    historyLost: (records) => logger.warn({ records }, 'the log has forgotten events, going on without them'),
    checkpointRefused: (reason) => logger.warn({ reason }, 'checkpoint refused: reading the log again from its start'),
  }
}

function messageOf({ outcome, tuning }: JobReport): string {
  if (outcome === 'too-few-events') return 'no model: too few events'
  if (outcome === 'written') return 'model written'
  return tuning?.kind === 'untuned' ? 'a first model published, not tuned yet' : 'model published'
}
