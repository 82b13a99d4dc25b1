/** The feature service: keeps every viewer's profile, exactly as the log says, and shows it on request. */
import { createCatalog, followCatalog } from '@upnext/catalog'
import type { CatalogFollower } from '@upnext/catalog'
import { inNamespace } from '@upnext/contracts'
import type { KeyContext, Topics } from '@upnext/contracts'
import type { Clock, EventLog, ProfileStore, Subscription } from '@upnext/ports'
import type { GrpcService, Logger, Metrics, Readiness, Service } from '@upnext/service-kit'
import { applyBatch } from './apply/apply-batch.ts'
import { openGeneration } from './generation.ts'
import { createProfileService } from './grpc/profile-service.ts'
import { createTelemetry } from './telemetry.ts'

export interface FeatureDeps {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly topics: Topics
  readonly keys: KeyContext
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Absent: the active generation. */
  readonly generation?: number
  /** Stands in dead letters. */
  readonly codeVersion: string
  /** Told once when reading has ended by itself: the process should say so and exit. */
  readonly onCrash: (error: Error) => void
}

export interface Feature extends Service {
  readonly grpc: readonly GrpcService[]
}

export function createFeature(deps: FeatureDeps): Feature {
  const { log, profiles, topics, keys, logger } = deps
  const catalog = createCatalog()
  const telemetry = createTelemetry(deps.metrics, logger)
  let titles: CatalogFollower | null = null
  let reading: Subscription | null = null

  async function start(): Promise<void> {
    const generation = await openGeneration(profiles, deps.clock, deps.generation)
    titles = await followCatalog({ log, topics, catalog, logger, onCrash: deps.onCrash })
    const group = inNamespace(keys.namespace, `upnext.feature.g${generation}`)
    reading = await log.share(topics.viewerEvents.name, group, {
      position: async (partition) => (await profiles.read(generation, partition, [])).position,
      onBatch: (batch) => applyBatch({ ...deps, telemetry }, generation, batch),
      onRetry: (error, batch) => telemetry.batchFailed(error, batch),
      onAssigned: (partitions) => telemetry.assigned(partitions),
      onCrash: deps.onCrash,
    })
    logger.info({ generation, group }, 'folding viewer events')
  }

  async function stop(): Promise<void> {
    await reading?.close()
    await titles?.close()
  }

  function ready(): Readiness {
    const parts = { log: reading !== null, catalog: titles?.ready() ?? false }
    return { ready: parts.log && parts.catalog, parts }
  }

  return { start, stop, ready, grpc: [createProfileService({ profiles, topics, keys, catalog })] }
}
