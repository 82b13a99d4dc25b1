/** What a trainer needs, for tests: a log and a model store that the test looks into, and a folder. */
import { createHash } from 'node:crypto'
import { encodeViewerEvent, topicsOf } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { systemClock } from '@upnext/ports'
import type { EventLog, ModelStore } from '@upnext/ports'
import { createLogger, createMetrics } from '@upnext/service-kit'
import { TRAINER_SETTINGS } from '../settings.ts'
import type { TrainerSettings } from '../settings.ts'
import type { TrainerDeps } from '../trainer.ts'

export const TOPICS = topicsOf('')

/** Everything soon, and a model of few events. */
export const QUICK: TrainerSettings = {
  ...TRAINER_SETTINGS,
  minEvents: 50,
  minIntervalMs: 0,
  quietMs: 50,
  checkpointMs: 20,
  fenceMs: 20,
  flushMs: 10,
  trendsEveryMs: 20,
  tickMs: 10,
}

export interface Room {
  readonly log: EventLog
  readonly models: ModelStore
}

export function depsOf(room: Room, folder: string, change: Partial<TrainerDeps> = {}): TrainerDeps {
  const fail = (error: Error): void => {
    throw error
  }
  return {
    ...room,
    topics: TOPICS,
    // Quiet and patience are about real time here.
    clock: systemClock,
    logger: createLogger({ service: 'trainer', level: 'silent' }),
    metrics: createMetrics('trainer'),
    folder,
    archive: null,
    mayLose: false,
    settings: QUICK,
    codeVersion: 'test',
    onCrash: fail,
    ...change,
  }
}

export async function append(log: EventLog, events: readonly ViewerEvent[]): Promise<void> {
  await log.append(TOPICS.viewerEvents.name, events.map(encodeViewerEvent))
}

/** The active or any other model's bytes, short: models are large to compare and to print. */
export async function digestOfModel(models: ModelStore, id: string | null): Promise<string> {
  const stored = id === null ? null : await models.get(id)
  return stored === null ? 'no model' : createHash('sha256').update(stored.bytes).digest('hex')
}
