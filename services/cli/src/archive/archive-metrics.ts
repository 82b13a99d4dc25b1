/** What the archiver daemon shows to Prometheus. */
import type { ArchiveStatus } from '@upnext/history'
import { hostVariable, listenHttp, loadConfig, opsRouter } from '@upnext/service-kit'
import type { HttpServer, Metrics } from '@upnext/service-kit'
import express from 'express'
import type { Terminal } from '../terminal.ts'
import { shortName } from './flags.ts'

export interface ArchiveMetrics {
  show(status: ArchiveStatus): void
  roundEnded(failed: boolean): void
}

export function createArchiveMetrics(metrics: Metrics): ArchiveMetrics {
  const behind = metrics.gauge('behind_records', 'In the log and not yet in the archive.', ['topic'])
  const missing = metrics.gauge('missing_records', 'In no file, although later ones are: files are missing.', ['topic'])
  const rounds = metrics.counter('rounds_total', 'Rounds that have ended.', ['result'])
  // There from the start, or the first failure would be no increase.
  for (const result of ['ok', 'failed']) rounds.inc({ result }, 0)
  return {
    show(status) {
      const topic = shortName(status.topic)
      behind.set({ topic }, status.behind)
      missing.set({ topic }, status.missing)
    },
    roundEnded: (failed) => rounds.inc({ result: failed ? 'failed' : 'ok' }),
  }
}

/** `/live`, `/ready` and `/metrics`, on UPNEXT_HOST. Whoever starts it closes it. */
export async function serveMetrics(metrics: Metrics, port: number, terminal: Terminal): Promise<HttpServer> {
  const { UPNEXT_HOST: host } = loadConfig({ UPNEXT_HOST: hostVariable }, terminal.env)
  const app = express().use(opsRouter({ metrics, ready: () => ({ ready: true, parts: {} }) }))
  return listenHttp(app, { name: 'metrics', host, port, variable: '--metrics-port' })
}
