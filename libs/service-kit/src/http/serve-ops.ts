import express from 'express'
import type { Lifecycle } from '../lifecycle.ts'
import type { Logger } from '../logger.ts'
import { listenHttp } from './http-server.ts'
import type { HttpServer } from './http-server.ts'
import { opsRouter } from './ops-router.ts'
import type { OpsOptions } from './ops-router.ts'

export interface ServeOpsOptions extends OpsOptions {
  readonly host: string
  readonly port: number
  readonly log: Logger
}

/** For a process whose HTTP port is for operators alone: `/live`, `/ready` and `/metrics`, from its start to its stop. */
export function serveOps(lifecycle: Lifecycle, { host, port, log, ...options }: ServeOpsOptions): void {
  const app = express().disable('x-powered-by').use(opsRouter(options))
  let http: HttpServer | null = null
  lifecycle.add('ops http', {
    start: async () => {
      http = await listenHttp(app, { host, port, name: 'operations', variable: 'UPNEXT_HTTP_PORT' })
      log.info({ host, port: http.port }, 'operations http listening')
    },
    stop: async () => http?.close(),
  })
}
