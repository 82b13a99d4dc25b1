/** The ranking service, put together from its ports: follows catalogue and models, reads profiles, answers over gRPC. */
import { createCatalog, followCatalog } from '@upnext/catalog'
import type { CatalogFollower } from '@upnext/catalog'
import type { KeyContext, Topics } from '@upnext/contracts'
import type { Clock, EventLog, ModelStore, ProfileStore } from '@upnext/ports'
import { createScratch } from '@upnext/recsys'
import type { GrpcService, Logger, Metrics, Readiness, Service } from '@upnext/service-kit'
import { createGenerationPointer } from './facts/generation-pointer.ts'
import { readProfile } from './facts/read-profile.ts'
import { rankingService } from './grpc/ranking-service.ts'
import { followModels } from './model/follow-models.ts'
import type { ModelFollower } from './model/follow-models.ts'
import { createModelHolder } from './model/model-holder.ts'
import { createCatalogOrder } from './rows/catalog-order.ts'
import { createTelemetry } from './telemetry.ts'

export interface RankingOptions {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly models: ModelStore
  readonly topics: Topics
  readonly keys: KeyContext
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly settings: RankingSettings
  /** Told once the catalogue has been read to the end that it had at the start. */
  readonly onReady?: () => void
  /** Told when the log is no longer followed: the process should exit. */
  readonly onCrash?: (error: Error) => void
}

export interface RankingSettings {
  /** Longest that reading a profile may take before the row is made without it. */
  readonly profileBudgetMs: number
  /** How often the store is asked which model is active. */
  readonly modelPollMs: number
  /** Share of a row that chance may give to titles hardly anybody has watched; 0: none. */
  readonly exploration: number
}

export const DEFAULT_SETTINGS: RankingSettings = { profileBudgetMs: 40, modelPollMs: 1000, exploration: 0.1 }

export interface Ranking extends Service {
  readonly grpc: readonly GrpcService[]
}

export function createRanking(options: RankingOptions): Ranking {
  const { log, profiles, models, topics, keys, clock, logger, settings } = options
  const catalog = createCatalog()
  const telemetry = createTelemetry(options.metrics, () => catalog.size)
  const holder = createModelHolder({
    models,
    logger,
    onSwap: ({ live }) => telemetry.modelSwapped(live.model.items.length),
  })
  const generations = createGenerationPointer(profiles)
  let following: Following | null = null
  let crash: Error | null = null

  const onCrash = (error: Error): void => {
    crash ??= error
    logger.error({ err: error }, 'log is no longer followed')
    options.onCrash?.(error)
  }

  const stop = async (): Promise<void> => {
    const held = following
    following = null
    generations.stop()
    await held?.models?.close()
    await held?.catalog.close()
  }

  const start = async (): Promise<void> => {
    generations.start()
    try {
      const held: Following = { catalog: await followCatalog({ log, topics, catalog, logger, onCrash }), models: null }
      following = held
      held.catalog.caughtUp.then(options.onReady, () => undefined)
      const { modelPollMs: pollMs } = settings
      held.models = await followModels({
        log,
        topics,
        holder,
        pollMs,
        onUpdate: (outcome) => telemetry.modelUpdate(outcome),
        onCrash,
      })
      // Stopped in the middle of starting: what has just begun ends here.
      if (following !== held) await held.models.close()
    } catch (error) {
      await stop()
      throw error
    }
  }

  const ready = (): Readiness => {
    const read = following?.catalog.ready() ?? false
    const current = holder.current()
    return {
      ready: read && crash === null,
      parts: { catalog: read || 'still being read', log: crash?.message ?? true, model: current?.id ?? 'none yet' },
    }
  }

  const sources = {
    catalog,
    order: createCatalogOrder(catalog, clock),
    scratch: createScratch(),
    clock,
    exploration: settings.exploration,
    holder,
    catalogReady: () => following?.catalog.ready() ?? false,
    readProfile: (question: Parameters<typeof readProfile>[1]) =>
      readProfile({ profiles, generations, clock, budgetMs: settings.profileBudgetMs }, question),
    viewerTopic: topics.viewerEvents.name,
  }
  const parsing = { keys, viewerTopic: topics.viewerEvents.name }
  return { start, stop, ready, grpc: [rankingService({ sources, parsing, telemetry })] }
}

interface Following {
  readonly catalog: CatalogFollower
  models: ModelFollower | null
}
