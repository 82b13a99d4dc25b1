/** The primary's side: keeps so many workers, each a process that listens on the same port, and speaks for them to operators. */
import cluster from 'node:cluster'
import type { Worker } from 'node:cluster'
import type { Logger } from '../logger.ts'
import type { Metrics, MetricsJson } from '../metrics.ts'
import type { Readiness } from '../service.ts'
import { afterExit } from './after-exit.ts'
import { createChannel } from './channel.ts'
import type { Channel } from './channel.ts'
import { mergeMetrics } from './merge-metrics.ts'

export interface WorkerPoolOptions {
  readonly count: number
  readonly log: Logger
  readonly metrics: Metrics
  /** Told when all have to end, after the first was ready. */
  readonly onFail: (error: Error) => void
}

export interface WorkerPool {
  /** Resolves when the first worker is ready; rejects with what keeps all of them from it, or when `signal` aborts. */
  start(signal: AbortSignal): Promise<void>
  /** Asks all to stop; resolves when they are gone, and rejects where one of them did not end well. */
  stop(): Promise<void>
  /** Ready as soon as one is: connections only go to those that are. */
  ready(): Promise<Readiness>
  /** Metrics of this process and of all workers. */
  expose(): Promise<{ contentType: string; text: string }>
}

/** Workers in a row ended before any was ready, and none of them could say why. */
export class WorkersCrashError extends Error {
  override readonly name = 'WorkersCrashError'
  readonly code = 'UPNEXT_WORKERS_CRASH'
}

/** The place of a worker, which another one takes when it is gone. */
interface Place {
  readonly name: string
  channel: Channel | null
  ready: boolean
  failure: Error | null
  crashes: number
  again: NodeJS.Timeout | undefined
}

export function createWorkerPool({ count, log, metrics, onFail }: WorkerPoolOptions): WorkerPool {
  const places = Array.from({ length: count }, (_, at): Place => emptyPlace(String(at + 1)))
  const readyWorkers = metrics.gauge('workers_ready', 'Workers that take calls')
  const replaced = metrics.counter('workers_replaced_total', 'Workers that ended by themselves and were replaced')
  const first = promiseOfFirst()
  let anyWasReady = false
  let stopping = false
  let notWell = 0
  let onGone: () => void = () => undefined

  const countReady = (): number => places.filter(({ ready }) => ready).length

  const fill = (place: Place): void => {
    const worker = cluster.fork()
    const { pid } = worker.process
    place.failure = null
    place.channel = createChannel(worker, {
      onReady: () => {
        place.ready = true
        place.crashes = 0
        anyWasReady = true
        readyWorkers.set(countReady())
        log.info({ worker: place.name, pid }, 'worker is ready')
        first.resolve()
      },
      onFailed: (failure) => (place.failure = failure),
    })
    // After the last message, also where the process was killed.
    worker.process.once('close', () => takeAway(place, worker))
  }

  const takeAway = (place: Place, worker: Worker): void => {
    const { pid, exitCode, signalCode } = worker.process
    place.channel?.close()
    place.channel = null
    place.ready = false
    readyWorkers.set(countReady())
    if (stopping) {
      if (exitCode !== 0) notWell += 1
      onGone()
      return
    }
    place.crashes += 1
    const { failure, crashes } = place
    const next = afterExit({ failure, crashes, anyWasReady, anyIsReady: countReady() > 0 })
    log.error({ worker: place.name, pid, exitCode, signalCode, err: failure, next }, 'worker has ended by itself')
    if (next.kind === 'replace') {
      replaced.inc()
      place.again = setTimeout(() => fill(place), next.afterMs)
      return
    }
    const how = signalCode ?? `exit code ${exitCode ?? '?'}`
    const error = next.failure ?? new WorkersCrashError(`${crashes} workers in a row have ended (${how}): see the log`)
    if (anyWasReady) onFail(error)
    else first.reject(error)
  }

  const stop = async (): Promise<void> => {
    stopping = true
    for (const { channel, again } of places) {
      clearTimeout(again)
      channel?.askToStop()
    }
    await new Promise<void>((resolve) => {
      onGone = () => places.every(({ channel }) => channel === null) && resolve()
      onGone()
    })
    if (notWell > 0) throw new Error(`${notWell} of ${count} workers did not stop cleanly: see the log`)
  }

  return {
    async start(signal) {
      const giveUp = (): void => first.reject(signal.reason)
      signal.addEventListener('abort', giveUp, { once: true })
      for (const place of places) fill(place)
      try {
        await first.promise
      } catch (error) {
        // Why they do not start says more than how those that did have stopped.
        await stop().catch(() => undefined)
        throw error
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    },
    stop,
    async ready() {
      const parts = await Promise.all(
        places.map(async (place) => [`worker ${place.name}`, await stateOf(place)] as const),
      )
      return { ready: parts.some(([, state]) => state === true), parts: Object.fromEntries(parts) }
    },
    async expose() {
      const asked = places.map(
        async ({ name, channel }) => [name, (await channel?.ask(true))?.metrics ?? null] as const,
      )
      const told = (await Promise.all(asked)).filter((pair): pair is [string, MetricsJson] => pair[1] !== null)
      return mergeMetrics(await metrics.toJson(), new Map(told))
    },
  }
}

function emptyPlace(name: string): Place {
  return { name, channel: null, ready: false, failure: null, crashes: 0, again: undefined }
}

/** True, or in words what is missing. */
async function stateOf({ channel, ready, crashes }: Place): Promise<true | string> {
  if (channel === null) return crashes > 1 ? `ended ${crashes} times in a row: is started again` : 'is started again'
  const told = await channel.ask(false)
  if (told === null) return 'does not answer'
  if (ready && told.readiness.ready) return true
  const missing = Object.entries(told.readiness.parts).filter(([, state]) => state !== true)
  return missing.map(([part, state]) => `${part}: ${state === false ? 'not ready' : state}`).join(', ') || 'starting'
}

function promiseOfFirst(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve: () => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<void>((yes, no) => {
    resolve = yes
    reject = no
  })
  // Whoever starts the pool hears of it; one that is never started has nothing to reject.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
