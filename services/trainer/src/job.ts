/**
 * Training as a job: reads a slice of the log, and the catalogue, tunes, publishes one model that stays as it is until the next
 * job, and is done. The same slice and catalogue give the same bytes, unless another configuration is in use that does better.
 */
import type { Position } from '@upnext/ports'
import type { Logger, Metrics } from '@upnext/service-kit'
import { readCatalog } from './read-catalog.ts'
import { readSlice, sliceOf } from './read-slice.ts'
import type { TrainerSettings } from './settings.ts'
import { createTelemetry } from './telemetry.ts'
import { trainAndPublish } from './training/train-and-publish.ts'
import type { PublishingDeps } from './training/train-and-publish.ts'
import type { TrainingReport } from './training/training-report.ts'
import { positionsOf } from './training-state.ts'

export interface TrainingJobDeps extends PublishingDeps {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly settings: TrainerSettings
  /** The slice's end, by partition; a partition not named, or all: the end seen at the start. */
  readonly until?: readonly Position[] | undefined
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal
}

/** Claims an epoch, and so stops any other trainer from publishing. */
export async function runTrainingJob(deps: TrainingJobDeps): Promise<TrainingReport> {
  const telemetry = createTelemetry(deps.logger, deps.metrics)
  const signal = deps.signal ?? new AbortController().signal
  const epoch = await deps.models.claimEpoch()
  const topic = deps.topics.viewerEvents.name
  const slice = await sliceOf(deps.log, topic, deps.until ?? [])
  telemetry.stage('reading')
  const state = await readSlice(deps.log, topic, slice, telemetry, signal)
  const positions = positionsOf(topic, state.positions)
  const titles = await readCatalog(deps.log, deps.topics, deps.logger, signal)
  const known = { profiles: state.viewers.packed(), positions, ...titles, events: state.events, epoch }
  const { report } = await trainAndPublish(deps, known, {
    settings: deps.settings,
    mode: 'nightly',
    asked: true,
    signal,
    onStage: (stage) => telemetry.stage(stage),
  })
  telemetry.trained(report)
  return report
}
