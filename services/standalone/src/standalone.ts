/** All of Upnext in one process: collector, profiles and rows on the main thread, training in a thread of its own. */
import { lockDataFolder, openBackends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import { BackendMisconfiguredError } from '@upnext/ports'
import { loadRows } from '@upnext/ranking'
import { createLifecycle } from '@upnext/service-kit'
import type { Lifecycle, Readiness, Service } from '@upnext/service-kit'
import type { Endpoints } from './endpoints.ts'
import { removeEndpoints, writeEndpoints } from './endpoints.ts'
import { serve } from './serve.ts'
import { createServices, readinessOf } from './services.ts'
import type { StandaloneDeps } from './standalone-deps.ts'
import { viewerSecret } from './viewer-secret.ts'

export interface Standalone extends Service {
  /** Where it listens; throws before it has started. */
  endpoints(): Endpoints
}

interface Running {
  readonly endpoints: Endpoints
  ready(): Readiness
}

/** Owns its data folder from `start` to the end of `stop`. Once `start` has resolved it answers for all that is in the log. */
export function createStandalone(deps: StandaloneDeps): Standalone {
  const lifecycle = createLifecycle({ log: deps.logger })
  let running: Running | null = null

  return {
    async start() {
      try {
        running = await startAll(deps, lifecycle)
      } catch (error) {
        await lifecycle.stop()
        throw error
      }
    },
    stop: () => lifecycle.stop(),
    ready: () => running?.ready() ?? { ready: false, parts: { started: false } },
    endpoints() {
      if (running === null) throw new Error('the standalone process has not started')
      return running.endpoints
    },
  }
}

/** What runs is in the lifecycle at once, so that a failure half-way stops it again. */
async function startAll(deps: StandaloneDeps, lifecycle: Lifecycle): Promise<Running> {
  const { config } = deps
  const rows = loadRows(config.UPNEXT_ROWS)
  const folder = await lockDataFolder(config.UPNEXT_DATA)
  lifecycle.add('data folder', { stop: () => folder.release() })
  if (config.UPNEXT_BACKEND === 'kafka-redis' && config.UPNEXT_VIEWER_SECRET === undefined) {
    throw new BackendMisconfiguredError(
      'UPNEXT_VIEWER_SECRET is not set: on Kafka and Redis all services must have the same one (make it once: openssl rand -hex 32)',
    )
  }
  const secret = await viewerSecret(config.UPNEXT_DATA, config.UPNEXT_VIEWER_SECRET)
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const backends = await openBackends({ config, topics: Object.values(topics), clientId: 'standalone' })
  lifecycle.add('backends', { stop: () => backends.close() })

  const keys = { secret, namespace: config.UPNEXT_NAMESPACE }
  const services = createServices({ ...deps, backends, topics, keys, rows })
  // The thread takes its time to come up: meanwhile the others start, one after the other.
  const { trainer, ...onThisThread } = services.parts
  lifecycle.add('trainer', { stop: () => trainer.stop() })
  const training = trainer.start()
  training.catch(() => undefined)
  for (const [name, service] of Object.entries(onThisThread)) {
    await service.start()
    lifecycle.add(name, { stop: () => service.stop() })
  }
  await training
  await services.caughtUp
  const ready = (): Readiness => readinessOf(services.parts)
  const endpoints = await serve({ ...deps, backends, topics, ready, ...services }, lifecycle)
  await writeEndpoints(config.UPNEXT_DATA, endpoints)
  lifecycle.add('endpoints file', { stop: () => removeEndpoints(config.UPNEXT_DATA) })
  return { endpoints, ready }
}
