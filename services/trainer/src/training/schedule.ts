/** When to train without being asked. */
import type { TrainerSettings } from '../settings.ts'

export interface ScheduleFacts {
  readonly nowMs: number
  /** Has everything been read that was in the log at the start? */
  readonly caughtUp: boolean
  readonly events: number
  /** Events known to the last model; `null`: there is none. */
  readonly modelEvents: number | null
  /** Is the model in use made of default settings, for nobody has looked for better ones yet? */
  readonly untuned: boolean
  /** Start of the last training, whatever came of it; `null`: none yet. */
  readonly lastTrainingAtMs: number | null
  readonly lastEventAtMs: number
  /** Since when a training has been due; `null`: it is not. */
  readonly dueSinceMs: number | null
}

/** Fewer new events than this are not worth a model. */
const LEAST_NEW_EVENTS = 1000
const LEAST_NEW_SHARE = 0.1

/** Is there enough that no model knows, or is the first one still to be tuned, and was the last training long enough ago? */
export function isDue(facts: ScheduleFacts, settings: TrainerSettings): boolean {
  const { nowMs, caughtUp, events, modelEvents, untuned, lastTrainingAtMs } = facts
  if (!caughtUp || events < settings.minEvents) return false
  if (lastTrainingAtMs !== null && nowMs - lastTrainingAtMs < settings.minIntervalMs) return false
  if (modelEvents === null || untuned) return true
  return events - modelEvents >= Math.max(LEAST_NEW_EVENTS, LEAST_NEW_SHARE * modelEvents)
}

/** A due training waits for a pause: in the middle of an import the model would be old before it is used. */
export function shouldTrain(facts: ScheduleFacts, settings: TrainerSettings): boolean {
  if (!isDue(facts, settings)) return false
  const quiet = facts.nowMs - facts.lastEventAtMs >= settings.quietMs
  const outOfPatience = facts.dueSinceMs !== null && facts.nowMs - facts.dueSinceMs >= settings.patienceMs
  return quiet || outOfPatience
}

export interface TuningQuestion {
  /** Somebody wants to know. */
  readonly asked: boolean
  readonly plays: number
  /** Plays when the configuration in use was chosen. */
  readonly tunedPlays: number
}

/** Tuning costs several trainings, so it is done again only once the plays have grown by so much that another choice may be better. */
const TUNE_AFTER_GROWTH = 1.5

export function shouldTune({ asked, plays, tunedPlays }: TuningQuestion): boolean {
  return asked || plays >= TUNE_AFTER_GROWTH * tunedPlays
}
