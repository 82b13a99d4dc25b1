/** A worker's end of the channel to its primary process. */
import cluster from 'node:cluster'
import type { Metrics } from '../metrics.ts'
import type { Readiness } from '../service.ts'
import { isToWorker, toFailure } from './messages.ts'
import type { Told, ToPrimary } from './messages.ts'

export interface AnswerPrimaryOptions {
  readonly metrics: Metrics
  readonly ready: () => Readiness
}

/** Whether this process is one of several workers: operators ask its primary, and not this process. */
export function isWorker(): boolean {
  return cluster.isWorker
}

/** Answers what operators ask the primary: in a worker, this stands where otherwise `/ready` and `/metrics` are served. */
export function answerPrimary({ metrics, ready }: AnswerPrimaryOptions): void {
  process.on('message', (message: unknown) => {
    if (!isToWorker(message) || message.upnext !== 'tell') return
    const { id } = message
    void toldOf(message.metrics).then((told) => tell({ upnext: 'told', id, told }))
  })

  async function toldOf(withMetrics: boolean): Promise<Told> {
    return { readiness: ready(), metrics: withMetrics ? await metrics.toJson() : null }
  }
}

/** This worker takes calls from now on. */
export function tellReady(): void {
  void tell({ upnext: 'ready' })
}

/** Why this worker is about to exit. Resolves when the primary has it, or is gone. */
export function tellFailure(error: Error): Promise<void> {
  return tell({ upnext: 'failed', failure: toFailure(error) })
}

/** The primary asks by a message: a signal from a terminal reaches the workers as well, and a second one would end them at once. */
export function onStopRequest(stop: () => void): void {
  process.on('message', (message: unknown) => {
    if (isToWorker(message) && message.upnext === 'stop') stop()
  })
}

/** Lets go of the primary, so that the process can run empty. */
export function leavePrimary(): void {
  if (process.connected) cluster.worker?.disconnect()
}

function tell(message: ToPrimary): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve()
    else process.send?.(message, undefined, undefined, () => resolve())
  })
}
