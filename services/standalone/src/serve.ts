/** One HTTP server and one gRPC server for all of it. */
import type { Backends } from '@upnext/backends'
import { descriptorSet } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import { collectorApp } from '@upnext/event-collector'
import { createGrpcServer, listenHttp, opsRouter } from '@upnext/service-kit'
import type { Lifecycle, Readiness } from '@upnext/service-kit'
import { adminRouter } from './admin-router.ts'
import { artworkRouter } from './artwork-router.ts'
import type { TrainingAnswer } from './admin-schemas.ts'
import type { Endpoints } from './endpoints.ts'
import { oneExposition } from './one-exposition.ts'
import type { Parts } from './services.ts'
import type { StandaloneDeps } from './standalone-deps.ts'
import { readStatus } from './status.ts'
import type { TrainerThread } from './trainer/trainer-thread.ts'

export interface ServeDeps extends StandaloneDeps {
  readonly backends: Backends
  readonly topics: Topics
  readonly parts: Parts
  readonly ready: () => Readiness
}

/** Listens, and adds both servers to the lifecycle. Rejects with a `ListenError` that names the variable to set. */
export async function serve(deps: ServeDeps, lifecycle: Lifecycle): Promise<Endpoints> {
  const host = deps.config.UPNEXT_HOST
  const grpcPort = await serveGrpc(deps, lifecycle)
  const httpPort = await serveHttp(deps, lifecycle)
  // Who listens everywhere is reached here by the loopback.
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  const authority = reached.includes(':') ? `[${reached}]` : reached
  return { http: `http://${authority}:${httpPort}`, grpc: `${authority}:${grpcPort}`, pid: process.pid }
}

async function serveGrpc(deps: ServeDeps, lifecycle: Lifecycle): Promise<number> {
  const server = createGrpcServer({
    name: 'gRPC server',
    host: deps.config.UPNEXT_HOST,
    port: deps.config.UPNEXT_GRPC_PORT,
    variable: 'UPNEXT_GRPC_PORT',
    services: [...deps.parts.ranking.grpc, ...deps.parts.feature.grpc],
    descriptorSet: Buffer.from(descriptorSet, 'base64'),
    log: deps.logger,
    metrics: deps.metrics,
  })
  const port = await server.start()
  lifecycle.add('gRPC server', { stop: () => server.stop() })
  server.setServing(true)
  return port
}

async function serveHttp(deps: ServeDeps, lifecycle: Lifecycle): Promise<number> {
  const { parts, logger, ready } = deps
  const metrics = oneExposition(deps.metrics, () => parts.trainer.metricsText())
  const admin = adminRouter({
    train: () => train(parts.trainer),
    status: () =>
      readStatus({
        ...deps.backends,
        backend: deps.config.UPNEXT_BACKEND,
        viewerTopic: deps.topics.viewerEvents.name,
        ready,
      }),
  })
  const app = collectorApp(
    [opsRouter({ metrics, ready }), admin, artworkRouter(parts.ranking.catalog), parts.collector.router],
    logger,
  )
  const server = await listenHttp(app, {
    name: 'HTTP server',
    host: deps.config.UPNEXT_HOST,
    port: deps.config.UPNEXT_HTTP_PORT,
    variable: 'UPNEXT_HTTP_PORT',
  })
  lifecycle.add('HTTP server', { stop: () => server.close() })
  return server.port
}

async function train(trainer: TrainerThread): Promise<TrainingAnswer> {
  const { outcome, modelId, titles, viewers, events, durationMs, problem, tuning } = await trainer.trainNow()
  return { outcome, model_id: modelId, titles, viewers, events, seconds: durationMs / 1000, problem, tuning }
}
