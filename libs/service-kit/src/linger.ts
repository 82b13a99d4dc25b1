/**
 * A process that exits takes its metrics with it, and one that cannot start never shows any. So a process that needs somebody
 * stays for a while, doing nothing but saying why: long enough for a scrape.
 */
import { setTimeout as pause } from 'node:timers/promises'
import express from 'express'
import { listenHttp } from './http/http-server.ts'
import { opsRouter } from './http/ops-router.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

/** After these a restart may be all that is needed, or somebody sits there and reads already: no waiting. */
const LEAVE_AT_ONCE = new Set([
  'UPNEXT_LOG_UNAVAILABLE',
  'UPNEXT_STORE_UNAVAILABLE',
  'UPNEXT_CLOSED',
  'UPNEXT_DATA_FOLDER_OWNED',
  'UPNEXT_LISTEN',
])

export interface LingerOptions {
  readonly metrics: Metrics
  readonly log: Logger
  readonly ms: number
  /** Where the service serves its metrics when all is well. */
  readonly host: string
  readonly port: number
  /** Ends the waiting. */
  readonly signal: AbortSignal
}

/** Whether a restart will not help: somebody has to do something first. */
export function needsSomebody(error: Error): boolean {
  return !('code' in error && LEAVE_AT_ONCE.has(String(error.code)))
}

/**
 * Serves `/metrics` with `upnext_<service>_failed{error="..."} 1`, `/live`, and a `/ready` that says no, for so long. Never
 * rejects: where the port cannot be had, it returns at once.
 */
export async function linger(error: Error, { metrics, log, ms, host, port, signal }: LingerOptions): Promise<void> {
  metrics.gauge('failed', '1 while the process has failed and needs somebody.', ['error']).set({ error: error.name }, 1)
  const ready = () => ({ ready: false, parts: { failed: `${error.name}: ${error.message}` } })
  try {
    const app = express().use(opsRouter({ metrics, ready }))
    const server = await listenHttp(app, { name: 'HTTP', host, port, variable: 'UPNEXT_HTTP_PORT', drainMs: 200 })
    log.warn({ error: error.name, port: server.port, ms }, 'showing the failure in the metrics before leaving')
    await pause(ms, undefined, { signal }).catch(() => undefined)
    await server.close()
  } catch (err) {
    log.warn({ err }, 'failure is not shown in the metrics')
  }
}
