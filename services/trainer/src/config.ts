/** The trainer's own variables; those of the backends come on top in `main.ts`. */
import { z } from 'zod'
import { TRAINER_SETTINGS } from './settings.ts'
import type { TrainerSettings } from './settings.ts'
import {
  durationMsVariable,
  hostVariable,
  intVariable,
  namespaceVariable,
  portVariable,
  variable,
} from '@upnext/service-kit'
import type { Config } from '@upnext/service-kit'

export const trainerVariables = {
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_HOST: hostVariable,
  UPNEXT_HTTP_PORT: portVariable(8082, 'Port of /live, /ready and /metrics.'),
  UPNEXT_TRAIN_MIN_EVENTS: intVariable({
    min: 1,
    max: 1_000_000_000,
    default: TRAINER_SETTINGS.minEvents,
    help: 'No model is published from fewer events than this.',
  }),
  UPNEXT_TRAIN_MIN_INTERVAL: durationMsVariable({
    default: TRAINER_SETTINGS.minIntervalMs,
    help: 'Least time between two trainings.',
  }),
  UPNEXT_TRAIN_CHECKPOINT_INTERVAL: durationMsVariable({
    default: TRAINER_SETTINGS.checkpointMs,
    minMs: 100,
    help: 'How often the trainer writes down what it knows; after a kill it reads again what came since.',
  }),
  UPNEXT_LOSE_HISTORY: variable(z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false), {
    help: 'Whether to go on where the log has forgotten events that no archive has; not set, that is refused.',
    example: 'true',
  }),
}

export function settingsOf(config: Config<typeof trainerVariables>): TrainerSettings {
  return {
    ...TRAINER_SETTINGS,
    minEvents: config.UPNEXT_TRAIN_MIN_EVENTS,
    minIntervalMs: config.UPNEXT_TRAIN_MIN_INTERVAL,
    checkpointMs: config.UPNEXT_TRAIN_CHECKPOINT_INTERVAL,
  }
}
