/** The trainer and its backends, as the thread holds them. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openArchiveStore, openBackends } from '@upnext/backends'
import { CODE_VERSION, topicsOf } from '@upnext/contracts'
import { historyOf } from '@upnext/history'
import { systemClock } from '@upnext/ports'
import { createLogger, createMetrics } from '@upnext/service-kit'
import { createTrainer, settingsOf } from '@upnext/trainer'
import type { Trainer, TrainingReport } from '@upnext/trainer'
import type { FromTrainer, ToTrainer, TrainerTask } from './messages.ts'
import { ownMetricsOnly } from './own-metrics-only.ts'

const LOOK_EVERY_MS = 50
const CATCH_UP_WITHIN_MS = 10 * 60_000

export interface TrainerHost {
  /** Answers true once everything has stopped and the thread may end. */
  handle(message: ToTrainer): Promise<boolean>
}

/** Opens the backends and starts the trainer. Rejects when that does not work; nothing is left open then. */
export async function createTrainerHost(task: TrainerTask, say: (message: FromTrainer) => void): Promise<TrainerHost> {
  const { config } = task
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const logger = createLogger({ service: 'trainer', level: config.UPNEXT_LOG_LEVEL })
  const metrics = createMetrics('trainer')
  const backends = await openBackends({ config, topics: Object.values(topics), clientId: 'trainer' })
  const trainer = createTrainer({
    ...historyOf(backends.log, await openArchiveStore(config), config.UPNEXT_LOSE_HISTORY),
    models: backends.models,
    topics,
    clock: systemClock,
    logger,
    metrics,
    folder: join(config.UPNEXT_DATA, 'trainer', config.UPNEXT_NAMESPACE),
    settings: settingsOf(config),
    codeVersion: CODE_VERSION,
    onCrash: (error) => {
      crashed(error)
    },
  })

  /** The thread ends with this error; the main thread hears of it and decides. */
  function crashed(error: Error): void {
    say({ kind: 'crashed', message: error.message })
    void stop().then(() => {
      throw error
    })
  }

  async function stop(): Promise<void> {
    await trainer.stop()
    await backends.close()
  }

  async function answer(message: Exclude<ToTrainer, { kind: 'stop' }>): Promise<FromTrainer> {
    const { kind, id } = message
    try {
      if (kind === 'train') return { kind: 'report', id, report: await trainOnAll(trainer) }
      return { kind, id, text: ownMetricsOnly((await metrics.expose()).text) }
    } catch (error) {
      return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }
    }
  }

  try {
    await trainer.start()
  } catch (error) {
    await backends.close()
    throw error
  }
  return {
    async handle(message) {
      if (message.kind !== 'stop') {
        say(await answer(message))
        return false
      }
      await stop()
      say({ kind: 'stopped' })
      return true
    },
  }
}

/**
 * Trains on everything that was in the log when it was asked. Readers look for what other threads wrote many times a second:
 * caught up on looks further apart than that means caught up indeed.
 */
async function trainOnAll(trainer: Trainer): Promise<TrainingReport> {
  const signal = AbortSignal.timeout(CATCH_UP_WITHIN_MS)
  for (let calm = 0; calm < 3;) {
    await pause(LOOK_EVERY_MS, undefined, { signal })
    calm = trainer.ready().parts['caughtUp'] === true ? calm + 1 : 0
  }
  return trainer.trainNow()
}
