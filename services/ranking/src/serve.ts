/** Puts the service on its two ports: gRPC for apps, HTTP for operators. */
import { once } from 'node:events'
import { descriptorSet } from '@upnext/contracts'
import { answerPrimary, collectSeldom, createGrpcServer, isWorker, serveOps, tellReady } from '@upnext/service-kit'
import type { Lifecycle, Logger, Metrics, Readiness } from '@upnext/service-kit'
import type { Ranking } from './create-ranking.ts'

export interface ServeOptions {
  readonly host: string
  readonly grpcPort: number
  readonly httpPort: number
  readonly logger: Logger
  readonly metrics: Metrics
  readonly lifecycle: Lifecycle
}

/**
 * Health says SERVING once the catalogue has been read; until then the ports are open, and calls are answered as degraded. One of several
 * workers only listens once it has been read: the others can answer meanwhile, and connections are spread over all that listen.
 */
export function serve(createService: (onReady: () => void) => Ranking, options: ServeOptions): void {
  const { host, logger, metrics, lifecycle } = options
  let caughtUp = (): void => undefined
  const catalogRead = new Promise<void>((resolve) => (caughtUp = resolve))
  const ranking = createService(() => {
    collectSeldom()
    grpc.setServing(true)
    caughtUp()
  })
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
  const listen = async (): Promise<void> => logger.info({ host, port: await grpc.start() }, 'grpc listening')
  const ready = (): Readiness => ranking.ready()
  if (isWorker()) answerPrimary({ metrics, ready })
  else serveOps(lifecycle, { host, port: options.httpPort, log: logger, metrics, ready })
  lifecycle.add('ranking', { start: () => ranking.start(), stop: () => ranking.stop() })
  lifecycle.add('grpc', {
    start: async (signal) => {
      if (!isWorker()) return listen()
      await Promise.race([catalogRead, once(signal, 'abort')])
      signal.throwIfAborted()
      await listen()
      tellReady()
    },
    stop: () => grpc.stop(),
  })
}
