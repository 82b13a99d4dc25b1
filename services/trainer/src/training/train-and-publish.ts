/** The whole way from what is known at one moment to an active model, for the daemon and the job alike. */
import type { Topics } from '@upnext/contracts'
import { ModelCorruptError } from '@upnext/ports'
import type { Clock, EventLog, ModelStore, Position } from '@upnext/ports'
import { modelToBytes } from '@upnext/recsys'
import { manifestOf, originOf } from './manifest.ts'
import type { Origin } from './manifest.ts'
import { publishModel } from './publish-model.ts'
import { trainModel } from './train-model.ts'
import type { Knowledge, TrainedModel, TrainingRun } from './train-model.ts'
import { tuningFacts } from './training-report.ts'
import type { TrainingReport } from './training-report.ts'

export interface PublishingDeps {
  readonly log: EventLog
  readonly models: ModelStore
  readonly topics: Pick<Topics, 'viewerEvents' | 'modelUpdates' | 'catalog'>
  readonly clock: Clock
  /** Stands in manifests. */
  readonly codeVersion: string
}

/** What is known, as it was at one moment. */
export interface TrainingSlice extends Knowledge {
  readonly positions: readonly Position[]
  readonly catalogPositions: readonly Position[]
  readonly events: number
  readonly epoch: number
}

export interface PublishedTraining {
  readonly report: TrainingReport
  /** `null` where nothing was published. */
  readonly trained: TrainedModel | null
}

export async function trainAndPublish(
  deps: PublishingDeps,
  slice: TrainingSlice,
  run: TrainingRun,
): Promise<PublishedTraining> {
  const { clock, codeVersion, log, models, topics } = deps
  const { epoch, positions, catalogPositions, events, profiles } = slice
  const startedAtMs = clock.now()
  const facts = { events, viewers: profiles.size }
  const nothing = { modelId: null, problem: null, ...facts, titles: 0, bytes: 0, durationMs: 0, tuning: null }
  if (events < Math.max(1, run.settings.minEvents)) {
    return { report: { ...nothing, outcome: 'too-few-events' }, trained: null }
  }
  const trained = await trainModel(slice, await originOfActive(models), run)
  const { model, configuration, tuning, plays, unit, problem } = trained
  const titles = model.items.length
  const report = { ...nothing, titles, problem, tuning: trained.tuned === null ? null : tuningFacts(trained.tuned) }
  if (problem !== null) {
    return { report: { ...report, outcome: 'unsound', durationMs: clock.now() - startedAtMs }, trained: null }
  }
  run.onStage('publishing')
  const bytes = modelToBytes(model)
  const trainedAtMs = clock.now()
  const manifest = manifestOf({
    epoch,
    trainedAtMs,
    codeVersion,
    positions,
    catalogPositions,
    ...facts,
    titles,
    plays,
    unit,
    configuration,
    mode: run.mode,
    tuning,
  })
  const updatesTopic = topics.modelUpdates.name
  const modelId = await publishModel({ log, models, updatesTopic, epoch, nowMs: trainedAtMs }, { bytes, manifest })
  const durationMs = clock.now() - startedAtMs
  return { report: { ...report, outcome: 'published', modelId, bytes: bytes.length, durationMs }, trained }
}

/** How the active model was made. One that cannot be read is no reason not to train the next. */
export async function originOfActive(models: ModelStore): Promise<Origin | null> {
  const active = await models.active()
  if (active === null) return null
  try {
    const stored = await models.get(active.id)
    return stored === null ? null : originOf(stored.manifest)
  } catch (error) {
    if (error instanceof ModelCorruptError) return null
    throw error
  }
}
