/** An incarnation of the trainer, which reads and writes checkpoints; it never has events enough for a model. */
import { topicsOf } from '@upnext/contracts'
import type { Clock, EventLog, ModelStore, Reader } from '@upnext/ports'
import { TRAINER_SETTINGS, createTrainer } from '@upnext/trainer'
import type { Trainer, TrainerSettings } from '@upnext/trainer'
import type { Life } from '../crash/life.ts'
import { metricsOf, quietLogger } from './quiet.ts'

/** Milliseconds of fake time between two checkpoints. */
export const CHECKPOINT_MS = 20

export const COUNTING_ONLY: TrainerSettings = {
  ...TRAINER_SETTINGS,
  minEvents: 1_000_000,
  checkpointMs: CHECKPOINT_MS,
  tickMs: 10_000_000,
  flushMs: 10_000_000,
}

export interface TrainerParts {
  readonly life: Life
  readonly log: EventLog
  readonly models: ModelStore
  readonly clock: Clock
  readonly folder: string
}

export function trainerOf({ life, log, models, clock, folder }: TrainerParts): Trainer {
  return createTrainer({
    log: trainerLog(life, log),
    models: {
      ...models,
      claimEpoch: () => life.step('trainer.claim', () => models.claimEpoch()),
      epoch: () => life.act(() => models.epoch()),
    },
    topics: topicsOf(''),
    clock,
    logger: quietLogger,
    metrics: metricsOf.trainer,
    folder,
    settings: COUNTING_ONLY,
    codeVersion: 'simulation',
    archive: null,
    mayLose: false,
    onCrash: () => life.kill(),
  })
}

function trainerLog(life: Life, log: EventLog): EventLog {
  const mortal = (reader: Reader): Reader => ({
    ...reader,
    onBatch: async (batch) => {
      const next = await life.act(() => reader.onBatch(batch))
      await life.pass('trainer.taken')
      return next
    },
  })
  return {
    ...log,
    bounds: (topic) => life.act(() => log.bounds(topic)),
    follow: (topic, from, reader) =>
      life.act(async () => {
        const subscription = await log.follow(
          topic,
          from,
          topic === topicsOf('').viewerEvents.name ? mortal(reader) : reader,
        )
        // Its loop waits for a batch that will never be answered: nobody waits for the loop.
        void life.ended.then(() => void subscription.close())
        return subscription
      }),
  }
}
