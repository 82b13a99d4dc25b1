/** The whole way from what is known at one moment to an active model, for the daemon and the job alike. */
import type { Topics } from '@upnext/contracts'
import { ModelCorruptError } from '@upnext/ports'
import type { EventLog, ModelStore } from '@upnext/ports'
import { manifestOf, originOf } from './manifest.ts'
import type { Origin } from './manifest.ts'
import { publishModel } from './publish-model.ts'
import type { TrainedModel, TrainingRun } from './train-model.ts'
import { trainSlice } from './train-slice.ts'
import type { KnownSlice, SliceDeps } from './train-slice.ts'
import type { TrainingReport } from './training-report.ts'

export interface PublishingDeps extends SliceDeps {
  readonly log: EventLog
  readonly models: ModelStore
  readonly topics: Pick<Topics, 'viewerEvents' | 'modelUpdates' | 'catalog'>
}

export interface TrainingSlice extends KnownSlice {
  /** Asked once there is something to publish: whoever claims an epoch only then stops the daemon for a moment, not for a training. */
  readonly epoch: () => Promise<number>
  /** Nothing but the slice decides about the model: not even what is in use. */
  readonly fixed?: boolean
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
  const { clock, log, models, topics } = deps
  const startedAtMs = clock.now()
  const { report, made } = await trainSlice(
    deps,
    slice,
    slice.fixed === true ? null : await originOfActive(models),
    run,
  )
  if (made === null) return { report, trained: null }
  run.onStage('publishing')
  const epoch = await slice.epoch()
  const nowMs = clock.now()
  const model = { bytes: made.bytes, manifest: manifestOf({ ...made.facts, epoch, trainedAtMs: nowMs }) }
  const modelId = await publishModel({ log, models, updatesTopic: topics.modelUpdates.name, epoch, nowMs }, model)
  return { report: { ...report, modelId, durationMs: clock.now() - startedAtMs }, trained: made.trained }
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
