/**
 * The trainer in a thread of its own, so that building a model never holds up an answer. A thread that dies is started again
 * a bounded number of times; then the process is told to leave, because a model that never changes again is a failure that
 * nobody would see.
 */
import { Worker } from 'node:worker_threads'
import type { Logger, Readiness } from '@upnext/service-kit'
import type { TrainingReport } from '@upnext/trainer'
import type { FromTrainer, ToTrainer, TrainerTask } from './messages.ts'

export interface TrainerThread {
  /** Resolves when the trainer follows the log. */
  start(): Promise<void>
  /** The thread writes its checkpoint, then ends. Harmless when called twice. */
  stop(): Promise<void>
  ready(): Readiness
  trainNow(): Promise<TrainingReport>
  /** The trainer's own metrics, as exposition text; '' while the thread is away. */
  metricsText(): Promise<string>
}

export interface TrainerThreadDeps {
  readonly task: TrainerTask
  readonly logger: Logger
  /** Told when the thread has died too often. */
  readonly onCrash: (error: Error) => void
  /** Default: the trainer itself. */
  readonly entry?: URL
}

const MOST_RESTARTS = 3
const STOP_WITHIN_MS = 6_000
const METRICS_WITHIN_MS = 2_000

interface Waiting {
  readonly resolve: (message: FromTrainer) => void
  readonly reject: (error: Error) => void
}

export function createTrainerThread(deps: TrainerThreadDeps): TrainerThread {
  const { logger } = deps
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let state: 'starting' | 'working' | 'away' | 'stopped' = 'away'
  let restarts = 0
  let nextId = 1

  /** Settles with the thread's first word: that it has started, or why not. */
  function launch(): Promise<void> {
    state = 'starting'
    const thread = new Worker(deps.entry ?? new URL('./trainer-worker.js', import.meta.url), { workerData: deps.task })
    worker = thread
    let reason = 'the thread ended'
    return new Promise((resolve, reject) => {
      thread.on('message', (message: FromTrainer) => {
        if (message.kind === 'started') {
          state = 'working'
          resolve()
        } else if (message.kind === 'crashed') reason = message.message
        else if (message.kind !== 'stopped') settle(message)
      })
      thread.on('error', (error) => {
        reason = error instanceof Error ? error.message : String(error)
      })
      thread.once('exit', () => {
        if (worker === thread) worker = null
        failWaiting(reason)
        const wasStarting = state === 'starting'
        if (state === 'stopped') resolve()
        else if (wasStarting && restarts === 0) reject(new Error(`the trainer could not start: ${reason}`))
        else restart(reason)
      })
    })
  }

  function restart(reason: string): void {
    state = 'away'
    restarts += 1
    if (restarts > MOST_RESTARTS) {
      deps.onCrash(new Error(`the trainer died ${restarts} times, last because: ${reason}`))
      return
    }
    logger.error({ reason, restarts }, 'trainer died, starting it again')
    launch().catch((error: unknown) => {
      logger.error({ err: error }, 'trainer did not start again')
    })
  }

  function settle(message: Exclude<FromTrainer, { kind: 'started' | 'crashed' | 'stopped' }>): void {
    const asker = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'failed') asker?.reject(new Error(message.message))
    else asker?.resolve(message)
  }

  function failWaiting(reason: string): void {
    for (const asker of waiting.values()) asker.reject(new Error(`the trainer is away: ${reason}`))
    waiting.clear()
  }

  function ask(kind: 'train' | 'metrics'): Promise<FromTrainer> {
    const id = nextId++
    return new Promise((resolve, reject) => {
      if (worker === null || state !== 'working') {
        reject(new Error('the trainer is away'))
        return
      }
      waiting.set(id, { resolve, reject })
      tell(worker, { kind, id })
    })
  }

  return {
    start: launch,
    async stop() {
      const thread = worker
      state = 'stopped'
      if (thread === null) return
      await ended(thread, logger)
    },
    ready: () => ({ ready: state === 'working', parts: { thread: state === 'working' || state } }),
    async trainNow() {
      const answer = await ask('train')
      if (answer.kind !== 'report') throw new Error('the trainer answered something else')
      return answer.report
    },
    async metricsText() {
      const late = new Promise<null>((resolve) => setTimeout(resolve, METRICS_WITHIN_MS, null).unref())
      const answer = await Promise.race([ask('metrics').catch(() => null), late])
      return answer?.kind === 'metrics' ? answer.text : ''
    },
  }
}

function tell(thread: Worker, message: ToTrainer): void {
  thread.postMessage(message)
}

/** Asks the thread to end; one that does not within some seconds is ended (its checkpoint is older then, nothing is lost). */
function ended(thread: Worker, logger: Logger): Promise<void> {
  return new Promise((resolve) => {
    const alarm = setTimeout(() => {
      logger.warn('trainer did not stop in time, ending its thread')
      void thread.terminate()
    }, STOP_WITHIN_MS)
    thread.once('exit', () => {
      clearTimeout(alarm)
      resolve()
    })
    tell(thread, { kind: 'stop' })
  })
}
