/** Puts the service on its two ports: gRPC for apps, HTTP for operators. */
import { descriptorSet } from '@upnext/contracts'
import { createGrpcServer, listenHttp, opsRouter } from '@upnext/service-kit'
import type { HttpServer, Lifecycle, Logger, Metrics } from '@upnext/service-kit'
import express from 'express'
import type { Ranking } from './create-ranking.ts'

export interface ServeOptions {
  readonly host: string
  readonly grpcPort: number
  readonly httpPort: number
  readonly logger: Logger
  readonly metrics: Metrics
  readonly lifecycle: Lifecycle
}

/** Health says SERVING once the catalogue has been read; until then the ports are open, and calls are answered as degraded. */
export function serve(createService: (onReady: () => void) => Ranking, options: ServeOptions): void {
  const { host, logger, metrics, lifecycle } = options
  const ranking = createService(() => grpc.setServing(true))
  const grpc = createGrpcServer({
    host,
    port: options.grpcPort,
    name: 'gRPC',
    variable: 'UPNEXT_GRPC_PORT',
    services: ranking.grpc,
    descriptorSet: Buffer.from(descriptorSet, 'base64'),
    log: logger,
    metrics,
  })
  const app = express()
    .disable('x-powered-by')
    .use(opsRouter({ metrics, ready: () => ranking.ready() }))
  let http: HttpServer | null = null
  lifecycle.add('ops http', {
    start: async () => {
      http = await listenHttp(app, { host, port: options.httpPort, name: 'operations', variable: 'UPNEXT_HTTP_PORT' })
      logger.info({ host, port: http.port }, 'operations http listening')
    },
    stop: async () => http?.close(),
  })
  lifecycle.add('ranking', { start: () => ranking.start(), stop: () => ranking.stop() })
  lifecycle.add('grpc', {
    start: async () => logger.info({ host, port: await grpc.start() }, 'grpc listening'),
    stop: () => grpc.stop(),
  })
}
