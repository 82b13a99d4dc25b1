/** What of the trainer can be turned. Times are milliseconds. */
import { MODEL_SETTINGS } from '@upnext/recsys'
import type { ModelSettings } from '@upnext/recsys'

export interface TrainerSettings {
  /** No model is published from fewer events than this (counting those that said something new). */
  readonly minEvents: number
  /** Least time between the starts of two trainings that nobody asked for. */
  readonly minIntervalMs: number
  /** A due training waits until no event has come for so long, but no longer than `patienceMs`. */
  readonly quietMs: number
  readonly patienceMs: number
  readonly checkpointMs: number
  /** How often the trainer looks whether a later one was started. */
  readonly fenceMs: number
  /** Changed titles are sent this often, and at most so many at once. */
  readonly flushMs: number
  readonly titlesPerFlush: number
  /** What is watched of late in a country is sent at most this often while it changes, and this often where it does not. */
  readonly trendsEveryMs: number
  readonly trendsAgainMs: number
  readonly countriesPerFlush: number
  /** How often the trainer looks whether something is due. */
  readonly tickMs: number
  /** What a first model is made of, and where tuning begins: what it does not try stays as it is here. */
  readonly base: ModelSettings
}

export const TRAINER_SETTINGS: TrainerSettings = {
  minEvents: 100,
  minIntervalMs: 30_000,
  quietMs: 750,
  patienceMs: 20_000,
  checkpointMs: 30_000,
  fenceMs: 1000,
  flushMs: 1000,
  titlesPerFlush: 300,
  trendsEveryMs: 5000,
  trendsAgainMs: 3_600_000,
  countriesPerFlush: 50,
  tickMs: 200,
  base: MODEL_SETTINGS,
}
