/**
 * The trainer as a daemon: follows the catalogue, and the viewer events through the fold, keeps counts, publishes a first model
 * at once, then a tuned one, later ones when enough is new, and sends what changed of titles in between. What it knows is in
 * memory and, every so often, with its position in one checkpoint file: a kill goes back to the last checkpoint and reads on from
 * its position, so nothing counts twice.
 */
import { createCatalog, followCatalog } from '@upnext/catalog'
import type { CatalogFollower } from '@upnext/catalog'
import type { ViewerEvent } from '@upnext/contracts'
import { observationsOf } from '@upnext/learning'
import type { Archive } from '@upnext/history'
import type { FoldResult } from '@upnext/profiles'
import type { PartitionBounds, RecordBatch, Subscription } from '@upnext/ports'
import type { Logger, Metrics, Readiness, Service } from '@upnext/service-kit'
import { CheckpointRefusedError } from './checkpoint/checkpoint-bytes.ts'
import type { Checkpoint } from './checkpoint/checkpoint-bytes.ts'
import { createCheckpointStore } from './checkpoint/checkpoint-store.ts'
import { createLiveCounts, nothingCounted } from './counting/live-counts.ts'
import type { LiveCounts } from './counting/live-counts.ts'
import type { UpdateOrigin } from './counting/row-updates.ts'
import { TrainerFencedError, claimEpochAfter, refuseStale } from './fencing.ts'
import type { TrainerSettings } from './settings.ts'
import { readForgotten } from './read-forgotten.ts'
import { createChangesSender } from './send-changes.ts'
import { createTelemetry } from './telemetry.ts'
import { createTicker } from '@upnext/service-kit'
import { isDue, shouldTrain } from './training/schedule.ts'
import type { ScheduleFacts } from './training/schedule.ts'
import { isUntuned } from './training/manifest.ts'
import { originOfActive, trainAndPublish } from './training/train-and-publish.ts'
import type { PublishingDeps } from './training/train-and-publish.ts'
import { createTrainingQueue } from './training/training-queue.ts'
import type { TrainingReport } from './training/training-report.ts'
import { applyBatch, positionsOf } from './training-state.ts'
import type { TrainingState } from './training-state.ts'
import { countTrend } from './trends/count-trend.ts'
import { createTrendCounts } from './trends/trend-counts.ts'
import { createViewerProfiles } from './viewers/viewer-profiles.ts'

export interface TrainerDeps extends PublishingDeps {
  readonly logger: Logger
  readonly metrics: Metrics
  /** Where the checkpoint is kept. */
  readonly folder: string
  /** Holds what the log has forgotten; `null`: there is none. */
  readonly archive: Archive | null
  /** Whether events that neither has are not missed. */
  readonly mayLose: boolean
  readonly settings: TrainerSettings
  /** Told once when the trainer cannot go on: reading ended by itself, or a later trainer was started. */
  readonly onCrash: (error: Error) => void
}

export interface Trainer extends Service {
  /** Rejects with `HistoryLostError` where events that it does not know are in neither log nor archive. */
  start(signal?: AbortSignal): Promise<void>
  /** Tunes and trains now from what has been read, also where nothing is new, or shares a training under way that does. Rejects where it fails, or the trainer stops meanwhile. */
  trainNow(): Promise<TrainingReport>
}

export function createTrainer(deps: TrainerDeps): Trainer {
  const { log, models, topics, clock, logger, settings } = deps
  const telemetry = createTelemetry(logger, deps.metrics)
  const checkpoints = createCheckpointStore(deps.folder, topics.viewerEvents.name, settings.base)
  const stopping = new AbortController()
  const ends = new Map<number, number>()
  /** As they were at the start. */
  let firstEnds: readonly number[] | null = null
  let state: TrainingState = { viewers: createViewerProfiles(), positions: new Map(), events: 0 }
  let live: LiveCounts = createLiveCounts(nothingCounted(settings.base))
  let trends = createTrendCounts()
  const sender = createChangesSender({ log, updatesTopic: topics.modelUpdates.name, settings, telemetry })
  const trainings = createTrainingQueue({ train, readTo, onFailure: trainingFailed })
  const catalog = createCatalog()
  let titles: CatalogFollower | null = null
  let model: Checkpoint['model'] = null
  /** Is that a first one, of default settings? */
  let untuned = false
  let epoch = 0
  let reading: Subscription | null = null
  let stopped: Promise<void> | null = null
  let fenced = false
  /** What the checkpoint on the disk knows. */
  let checkpointed = ''
  let lastEventAtMs = 0
  let lastTrainingAtMs: number | null = null
  let dueSinceMs: number | null = null

  async function start(signal: AbortSignal = stopping.signal): Promise<void> {
    epoch = await claimEpochAfter(models, await checkpoints.newestEpoch())
    const bounds = await log.bounds(topics.viewerEvents.name)
    bounds.forEach(({ end }, partition) => ends.set(partition, end))
    firstEnds = bounds.map(({ end }) => end)
    await restore(bounds)
    await readForgotten(
      { log, archive: deps.archive, mayLose: deps.mayLose },
      {
        topic: topics.viewerEvents.name,
        bounds,
        positions: state.positions,
        signal: AbortSignal.any([signal, stopping.signal]),
        onLost: (records) => telemetry.historyLost(records),
        onBatch: take,
      },
    )
    titles = await followCatalog({ log, topics, catalog, logger, onCrash: deps.onCrash })
    lastEventAtMs = clock.now()
    const from = positionsOf(topics.viewerEvents.name, state.positions)
    reading = await log.follow(topics.viewerEvents.name, from, {
      onBatch: (batch) => Promise.resolve(take(batch)),
      losesHistory: deps.mayLose,
      onRetry: (error, batch) => telemetry.batchFailed(error, batch),
      onCrash: deps.onCrash,
    })
    ticker.start()
    logger.info(
      { epoch, events: state.events, viewers: state.viewers.size(), model: model?.id ?? null },
      'following viewer events',
    )
  }

  async function restore(bounds: readonly PartitionBounds[]): Promise<void> {
    const checkpoint = await checkpoints.read(bounds).catch((error: unknown) => {
      if (!(error instanceof CheckpointRefusedError)) throw error
      telemetry.checkpointRefused(error.message)
      return null
    })
    const positions = new Map(bounds.map((_, partition) => [partition, checkpoint?.positions.get(partition) ?? 0]))
    state = { viewers: createViewerProfiles(checkpoint?.viewers), positions, events: checkpoint?.events ?? 0 }
    if (checkpoint === null) return
    live = createLiveCounts(checkpoint.counted)
    trends = createTrendCounts(checkpoint.trends)
    // Another model may have been made active meanwhile: rows go on top of the active one, or none.
    const active = await models.active()
    if (active !== null && active.id === checkpoint.model?.id) {
      model = checkpoint.model
      untuned = isUntuned(await originOfActive(models))
    }
    checkpointed = knowledge()
  }

  function take(batch: RecordBatch): number {
    ends.set(batch.partition, Math.max(batch.end, ends.get(batch.partition) ?? 0))
    const facts = applyBatch(state, batch, observe)
    if (facts === null) return state.positions.get(batch.partition) ?? 0
    if (facts.folded > 0) lastEventAtMs = clock.now()
    telemetry.batchApplied(batch, facts)
    return batch.nextOffset
  }

  function observe(result: FoldResult, event: ViewerEvent): void {
    for (const observation of observationsOf(result, live.window())) {
      live.observe(observation)
      countTrend(trends, observation, event)
    }
  }

  function caughtUp(): boolean {
    if (titles?.ready() !== true) return false
    return [...ends].every(([partition, end]) => (state.positions.get(partition) ?? 0) >= end)
  }

  async function train(asked: boolean): Promise<TrainingReport> {
    stopping.signal.throwIfAborted()
    lastTrainingAtMs = clock.now()
    dueSinceMs = null
    const positions = positionsOf(topics.viewerEvents.name, state.positions)
    const catalogPositions = titles?.positions() ?? []
    const known = { profiles: state.viewers.packed(), catalog: [...catalog.titles()] }
    const slice = { ...known, positions, catalogPositions, events: state.events, epoch: async () => epoch }
    const adopt = live.beginRecount()
    const { report, trained } = await trainAndPublish(deps, slice, {
      settings,
      mode: 'live',
      asked,
      signal: stopping.signal,
      onStage: (stage) => telemetry.stage(stage),
    })
    if (trained !== null) {
      const { counts, unit, configuration } = trained
      const { items, popularity } = trained.model
      adopt({ items, counts, popularity, unit, settings: configuration.settings })
    }
    if (report.modelId !== null) {
      model = { id: report.modelId, events: slice.events }
      untuned = report.tuning?.kind === 'untuned'
    }
    telemetry.trained(report)
    return report
  }

  function trainingFailed(error: unknown): void {
    if (error instanceof TrainerFencedError) leave(error)
    else if (!stopping.signal.aborted) telemetry.trainingFailed(error)
  }

  /** Everything that has been read, as text. */
  function readTo(): string {
    return JSON.stringify([[...state.positions], catalog.version()])
  }

  /** A later trainer owns the models: this one does nothing more of its own accord. */
  function leave(error: TrainerFencedError): void {
    if (fenced) return
    fenced = true
    void ticker.stop()
    if (!stopping.signal.aborted) deps.onCrash(error)
  }

  /** Answers whether no later trainer is known. A store that is away says nothing: others guard what they keep by themselves. */
  async function lookForLater(): Promise<boolean> {
    try {
      if (!fenced) await refuseStale(models, epoch)
    } catch (error) {
      if (error instanceof TrainerFencedError) leave(error)
      else logger.debug({ err: error }, 'not known whether a later trainer was started')
    }
    return !fenced
  }

  function trainWhereDue(): void {
    // What is due while a training is under way may not be any more once it has ended.
    if (trainings.isBusy()) return
    const facts: ScheduleFacts = {
      nowMs: clock.now(),
      caughtUp: caughtUp(),
      events: state.events,
      modelEvents: model?.events ?? null,
      untuned,
      lastTrainingAtMs,
      lastEventAtMs,
      dueSinceMs,
    }
    dueSinceMs = isDue(facts, settings) ? (dueSinceMs ?? facts.nowMs) : null
    // A failure has been told already.
    if (shouldTrain(facts, settings)) trainings.next(false).catch(() => undefined)
  }

  async function sendTitles(): Promise<void> {
    if (model !== null) await sender.titles(live, originNow(model.id))
  }

  /** Not before all is counted that was there at the start: half of it would take the place of what an earlier trainer said. */
  async function sendTrends(): Promise<void> {
    const counted = firstEnds?.every((end, partition) => (state.positions.get(partition) ?? 0) >= end) ?? false
    if (counted) await sender.trends(trends, originNow(model?.id ?? ''))
  }

  function originNow(baseModelId: string): UpdateOrigin {
    return { baseModelId, trainerEpoch: epoch, writtenAtMs: clock.now() }
  }

  /** Changes whenever there is something new for a checkpoint. */
  function knowledge(): string {
    return `${state.events} ${model?.id ?? ''}`
  }

  async function writeCheckpoint(): Promise<void> {
    const known = knowledge()
    const { viewers, positions, events } = state
    const checkpoint = {
      topic: topics.viewerEvents.name,
      positions,
      viewers: viewers.packed(),
      counted: live.state(),
      trends: trends.state(),
      events,
      model,
    }
    try {
      telemetry.checkpointWritten(await checkpoints.write(checkpoint, epoch), events)
      checkpointed = known
    } catch (error) {
      if (error instanceof TrainerFencedError) leave(error)
      else telemetry.checkpointFailed(error)
    }
  }

  const ticker = createTicker([
    { everyMs: settings.tickMs, run: async () => trainWhereDue() },
    { everyMs: settings.flushMs, run: sendTitles },
    { everyMs: settings.flushMs, run: sendTrends },
    {
      everyMs: settings.checkpointMs,
      run: async () => {
        if (knowledge() !== checkpointed && (await lookForLater())) await writeCheckpoint()
      },
    },
    { everyMs: settings.fenceMs, run: () => lookForLater().then(() => undefined) },
  ])

  async function stopAll(): Promise<void> {
    stopping.abort(new Error('the trainer stops'))
    const wasReading = reading !== null
    await reading?.close()
    await titles?.close()
    await ticker.stop()
    await trainings.idle()
    if (wasReading && !fenced) await writeCheckpoint()
  }

  return {
    start,
    stop: () => (stopped ??= stopAll()),
    ready: () => {
      const parts = { log: reading !== null, caughtUp: caughtUp(), model: model?.id ?? 'none yet' }
      return { ready: parts.log, parts } satisfies Readiness
    },
    trainNow: () => trainings.nextOrShared(),
  }
}
