/** From what is known at one moment to the bytes of a model, and what is to be said of it. Publishes nothing. */
import type { Clock, Position } from '@upnext/ports'
import { modelToBytes } from '@upnext/recsys'
import type { ModelFacts, Origin } from './manifest.ts'
import { trainModel } from './train-model.ts'
import type { Knowledge, TrainedModel, TrainingRun } from './train-model.ts'
import { tuningFacts } from './training-report.ts'
import type { TrainingReport } from './training-report.ts'

/** What is known, as it was at one moment. */
export interface KnownSlice extends Knowledge {
  readonly positions: readonly Position[]
  readonly catalogPositions: readonly Position[]
  readonly events: number
}

export interface SliceTraining {
  /** As if nothing came of it; whoever publishes or writes the model says so. */
  readonly report: TrainingReport
  readonly made: MadeModel | null
}

export interface MadeModel {
  readonly bytes: Uint8Array
  readonly facts: ModelFacts
  readonly trained: TrainedModel
}

export interface SliceDeps {
  readonly clock: Clock
  /** Stands in manifests. */
  readonly codeVersion: string
}

/** `active`: how the model in use was made; `null`: there is none, or the model must not depend on it. */
export async function trainSlice(
  { clock, codeVersion }: SliceDeps,
  slice: KnownSlice,
  active: Origin | null,
  run: TrainingRun,
): Promise<SliceTraining> {
  const { positions, catalogPositions, events, profiles } = slice
  const startedAtMs = clock.now()
  const counts = { events, viewers: profiles.size }
  const nothing = { modelId: null, problem: null, ...counts, titles: 0, bytes: 0, durationMs: 0, tuning: null }
  if (events < Math.max(1, run.settings.minEvents))
    return { report: { ...nothing, outcome: 'too-few-events' }, made: null }
  const trained = await trainModel(slice, active, run)
  const { model, configuration, tuning, plays, unit, problem } = trained
  const titles = model.items.length
  const found = trained.tuned === null ? null : tuningFacts(trained.tuned)
  const report = { ...nothing, titles, problem, tuning: found, durationMs: clock.now() - startedAtMs }
  if (problem !== null) return { report: { ...report, outcome: 'unsound' }, made: null }
  const bytes = modelToBytes(model)
  const origin = { configuration, mode: run.mode, tuning }
  const facts = { codeVersion, positions, catalogPositions, ...counts, titles, plays, unit, ...origin }
  return { report: { ...report, outcome: 'published', bytes: bytes.length }, made: { bytes, facts, trained } }
}
