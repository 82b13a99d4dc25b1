/** Several processes of a service on one machine: this one forks them, and serves what operators ask. */
import { serveOps } from '../http/serve-ops.ts'
import type { Boot } from '../run-main.ts'
import { createWorkerPool } from './worker-pool.ts'

export interface SuperviseOptions {
  readonly workers: number
  /** Where `/live`, `/ready` and `/metrics` are served. */
  readonly host: string
  readonly port: number
}

/**
 * Adds the workers to the lifecycle of the primary process. Each runs the same main again, there with `isWorker()`, and in it
 * `answerPrimary`, and `tellReady` once it listens.
 */
export function superviseWorkers({ lifecycle, log, metrics, fail }: Boot, options: SuperviseOptions): void {
  const { host, port, workers: count } = options
  const pool = createWorkerPool({ count, log, metrics, onFail: fail })
  serveOps(lifecycle, { host, port, log, metrics: pool, ready: () => pool.ready() })
  lifecycle.add('workers', { start: (signal) => pool.start(signal), stop: () => pool.stop() })
}
