/** The ranking service, put together from its ports: follows catalogue and models, reads profiles, answers over gRPC. */
import { randomUUID } from 'node:crypto'
import { createCatalog, followCatalog } from '@upnext/catalog'
import type { Catalog, CatalogFollower } from '@upnext/catalog'
import type { KeyContext, Topics } from '@upnext/contracts'
import type { Clock, EventLog, ModelStore, ProfileStore } from '@upnext/ports'
import { createArrange, createListTally, createScratches } from '@upnext/recsys'
import type { RowsFile } from '@upnext/rows'
import type { GrpcService, Logger, Metrics, Readiness, Service } from '@upnext/service-kit'
import { oneByOne } from './answer/one-by-one.ts'
import { createOfferIndex } from './catalogue/offer-index.ts'
import { createSeriesIndex } from './catalogue/series-index.ts'
import { readFriends } from './facts/friends.ts'
import { createGenerationPointer } from './facts/generation-pointer.ts'
import { readProfile } from './facts/read-profile.ts'
import { rankingService } from './grpc/ranking-service.ts'
import { followModels } from './model/follow-models.ts'
import type { ModelFollower } from './model/follow-models.ts'
import { createModelHolder } from './model/model-holder.ts'
import { createTraits } from './page/title-traits.ts'
import { createCatalogOrder } from './rows/catalog-order.ts'
import { createWindowOrder } from './rows/window-order.ts'
import { createTelemetry } from './telemetry.ts'
import { createTrends } from './trends/trends.ts'

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
  readonly rows: RowsFile
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
}

export const DEFAULT_SETTINGS: RankingSettings = { profileBudgetMs: 40, modelPollMs: 1000 }

export interface Ranking extends Service {
  readonly grpc: readonly GrpcService[]
  /** The catalogue as far as it has been read. */
  readonly catalog: Pick<Catalog, 'byId'>
}

export function createRanking(options: RankingOptions): Ranking {
  const { log, profiles, models, topics, keys, clock, logger, settings } = options
  const catalog = createCatalog()
  const telemetry = createTelemetry(options.metrics, () => catalog.size())
  const trends = createTrends()
  const holder = createModelHolder({
    models,
    logger,
    onSwap: ({ live }) => telemetry.modelSwapped(live.model.items.length),
  })
  const episodes = createSeriesIndex(catalog)
  const offers = createOfferIndex(catalog, clock)
  const order = createCatalogOrder(catalog, clock)
  const windows = createWindowOrder(catalog, clock)
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
      held.catalog.caughtUp.then(
        () => {
          episodes.update()
          offers.newest()
          order.fresh()
          windows.update()
          options.onReady?.()
        },
        () => undefined,
      )
      const { modelPollMs: pollMs } = settings
      held.models = await followModels({
        log,
        topics,
        holder,
        trends,
        pollMs,
        onUpdate: (outcome) => telemetry.modelUpdate(outcome, trends.countries()),
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

  const scratches = createScratches()
  const reading = { profiles, generations, clock, budgetMs: settings.profileBudgetMs }
  const sources = {
    catalog,
    order,
    windows,
    episodes,
    offers,
    scratches,
    arrange: createArrange(),
    traitsOf: createTraits(),
    tally: createListTally(),
    rows: options.rows,
    clock,
    holder,
    trends,
    newPageId: () => randomUUID(),
    catalogReady: () => following?.catalog.ready() ?? false,
    readProfile: (question: Parameters<typeof readProfile>[1]) => readProfile(reading, question),
    readFriends: (question: Parameters<typeof readFriends>[1]) => readFriends(reading, question),
    viewerTopic: topics.viewerEvents.name,
    inTurn: oneByOne(scratches),
  }
  const parsing = { keys, viewerTopic: topics.viewerEvents.name }
  return { start, stop, ready, catalog, grpc: [rankingService({ sources, parsing, telemetry })] }
}

interface Following {
  readonly catalog: CatalogFollower
  models: ModelFollower | null
}
