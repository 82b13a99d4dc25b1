/** The whole way from what is known at one moment to an active model, for the daemon and the job alike. */
import type { Topics, ViewerKey } from '@upnext/contracts'
import type { Clock, EventLog, ModelStore, Position } from '@upnext/ports'
import type { Counts } from '@upnext/recsys'
import { manifestOf } from './manifest.ts'
import { publishModel } from './publish-model.ts'
import { trainModel } from './train-model.ts'
import type { TrainingRun } from './train-model.ts'
import type { TrainingReport } from './training-report.ts'

export interface PublishingDeps {
  readonly log: EventLog
  readonly models: ModelStore
  readonly topics: Pick<Topics, 'viewerEvents' | 'modelUpdates'>
  readonly clock: Clock
  /** Stands in manifests. */
  readonly codeVersion: string
}

/** What is known, as it was at one moment. */
export interface TrainingSlice {
  readonly profiles: ReadonlyMap<ViewerKey, Uint8Array>
  readonly positions: readonly Position[]
  readonly events: number
  readonly epoch: number
}

export interface PublishedTraining {
  readonly report: TrainingReport
  /** `null` where there were too few events. */
  readonly counts: Counts | null
}

export async function trainAndPublish(
  deps: PublishingDeps,
  slice: TrainingSlice,
  run: TrainingRun,
): Promise<PublishedTraining> {
  const { clock, codeVersion } = deps
  const { epoch, positions, events, profiles } = slice
  const startedAtMs = clock.now()
  const facts = { events, viewers: profiles.size }
  if (events < Math.max(1, run.settings.minEvents)) {
    return {
      report: { outcome: 'too-few-events', modelId: null, ...facts, titles: 0, bytes: 0, durationMs: 0 },
      counts: null,
    }
  }
  const { bytes, titles, counts } = await trainModel(profiles, run)
  run.onStage('publishing')
  const trainedAtMs = clock.now()
  const manifest = manifestOf({ epoch, trainedAtMs, codeVersion, positions, ...facts, titles, settings: run.settings })
  const { log, models, topics } = deps
  const updatesTopic = topics.modelUpdates.name
  const modelId = await publishModel({ log, models, updatesTopic, epoch, nowMs: trainedAtMs }, { bytes, manifest })
  const durationMs = clock.now() - startedAtMs
  return { report: { outcome: 'published', modelId, ...facts, titles, bytes: bytes.length, durationMs }, counts }
}
