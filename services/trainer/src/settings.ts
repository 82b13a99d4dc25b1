/** What of the trainer can be turned. Times are milliseconds. */
import { COUNT_SETTINGS, MODEL_SETTINGS, buildModel } from '@upnext/recsys'
import type { CountSettings, ModelBuilder, ModelSettings } from '@upnext/recsys'

export interface TrainerSettings {
  /** No model is published from fewer events than this (counting those that said something new). */
  readonly minEvents: number
  /** Least time between the starts of two trainings that nobody asked for. */
  readonly minIntervalMs: number
  /** A due training waits until no event has come for so long, but no longer than `patienceMs`. */
  readonly quietMs: number
  readonly patienceMs: number
  readonly checkpointMs: number
  /** Changed rows are sent this often, and at most so many at once. */
  readonly rowFlushMs: number
  readonly rowsPerFlush: number
  /** How often the trainer looks whether something is due. */
  readonly tickMs: number
  readonly counts: CountSettings
  readonly model: ModelSettings
  /** The seam for better models. */
  readonly build: ModelBuilder
}

export const TRAINER_SETTINGS: TrainerSettings = {
  minEvents: 100,
  minIntervalMs: 30_000,
  quietMs: 750,
  patienceMs: 20_000,
  checkpointMs: 30_000,
  rowFlushMs: 1000,
  rowsPerFlush: 300,
  tickMs: 200,
  counts: COUNT_SETTINGS,
  model: MODEL_SETTINGS,
  build: buildModel,
}
