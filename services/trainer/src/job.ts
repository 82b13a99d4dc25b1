/**
 * Training as a job: reads a slice of the events' and the catalogue's history, tunes, publishes one model that stays as it is until
 * the next job (or writes it to a folder), and is done. The same slice gives the same bytes, unless it is to be published, the slice
 * is "all there is now", and another configuration is in use that does better.
 */
import { receivedAtReader } from '@upnext/contracts'
import type { TopicRole } from '@upnext/contracts'
import { UNTIL_NOW, resolveSlice } from '@upnext/history'
import type { Archive, Boundary, History, Slice, SliceEnd } from '@upnext/history'
import type { Logger, Metrics } from '@upnext/service-kit'
import { readCatalog } from './read-catalog.ts'
import { readSlice } from './read-slice.ts'
import type { TrainerSettings } from './settings.ts'
import { createTelemetry } from './telemetry.ts'
import { trainAndPublish } from './training/train-and-publish.ts'
import type { PublishingDeps } from './training/train-and-publish.ts'
import { trainSlice } from './training/train-slice.ts'
import type { KnownSlice } from './training/train-slice.ts'
import type { TrainingRun } from './training/train-model.ts'
import type { JobReport } from './training/training-report.ts'
import { writeModel } from './training/write-model.ts'
import { positionsOf } from './training-state.ts'

export interface TrainingJobDeps extends PublishingDeps {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly settings: TrainerSettings
  /** Holds what the log has forgotten; `null`: there is none. */
  readonly archive: Archive | null
  /** Whether records that neither has are not missed. */
  readonly mayLose: boolean
  /** Absent: what is there at the start. */
  readonly until?: SliceEnd | undefined
  /** Writes the model into this folder instead of publishing it. */
  readonly out?: string | undefined
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal
}

/**
 * Publishing claims an epoch, and so stops any other trainer; writing to a folder touches nothing else. Rejects with
 * `HistoryLostError` where the beginning is in neither log nor archive.
 */
export async function runTrainingJob(deps: TrainingJobDeps): Promise<JobReport> {
  const telemetry = createTelemetry(deps.logger, deps.metrics)
  const signal = deps.signal ?? new AbortController().signal
  const history = { log: deps.log, archive: deps.archive, mayLose: deps.mayLose }
  const { viewerEvents, catalog } = deps.topics
  const until = deps.until ?? UNTIL_NOW
  // Both ends before anything is read: the catalogue goes with the events of this moment.
  const slice = await sliceUntil(history, viewerEvents.name, 'viewerEvents', until.events, signal)
  const catalogSlice = await sliceUntil(history, catalog.name, 'catalog', until.catalog, signal)
  telemetry.stage('reading')
  const state = await readSlice(history, viewerEvents.name, slice, telemetry, signal)
  const titles = await readCatalog(history, catalog.name, catalogSlice, deps.logger, signal)
  const positions = positionsOf(viewerEvents.name, state.positions)
  const known = { profiles: state.viewers.packed(), positions, ...titles, events: state.events }
  const onStage = (stage: string): void => telemetry.stage(stage)
  const run = { settings: deps.settings, mode: 'nightly' as const, asked: true, signal, onStage }
  const report = deps.out === undefined ? await publish(deps, known, run) : await write(deps, deps.out, known, run)
  telemetry.trained(report)
  return report
}

async function publish(deps: TrainingJobDeps, known: KnownSlice, run: TrainingRun): Promise<JobReport> {
  const slice = { ...known, epoch: () => deps.models.claimEpoch(), fixed: deps.until !== undefined }
  return (await trainAndPublish(deps, slice, run)).report
}

async function write(deps: TrainingJobDeps, out: string, known: KnownSlice, run: TrainingRun): Promise<JobReport> {
  const { report, made } = await trainSlice(deps, known, null, run)
  if (made === null) return report
  run.onStage('writing')
  const sha256 = await writeModel(out, made)
  return { ...report, outcome: 'written', modelId: `m-${sha256.slice(0, 12)}` }
}

function sliceUntil(
  history: History,
  topic: string,
  role: TopicRole,
  until: Boundary,
  signal: AbortSignal,
): Promise<Slice> {
  const read = receivedAtReader(role)
  const receivedAt = read === null ? null : ({ value }: { readonly value: Uint8Array }) => read(value)
  return resolveSlice(history, topic, { from: { kind: 'beginning' }, until, receivedAt, signal })
}
