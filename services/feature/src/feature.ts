/** The feature service: keeps every viewer's profile, exactly as the log says, and shows it on request. */
import { createCatalog, followCatalog } from '@upnext/catalog'
import type { CatalogFollower } from '@upnext/catalog'
import type { KeyContext, Topics } from '@upnext/contracts'
import type { Clock, EventLog, ProfileStore } from '@upnext/ports'
import { FOLD_VERSION } from '@upnext/profiles'
import { createTicker } from '@upnext/service-kit'
import type { GrpcService, Logger, Metrics, Readiness, Service } from '@upnext/service-kit'
import type { Fold } from './apply/fold-records.ts'
import { createFeeders } from './feeding/feeders.ts'
import { FoldVersionError, generationsToFeed, openGenerations } from './generation.ts'
import { createProfileService } from './grpc/profile-service.ts'

export interface FeatureDeps {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly topics: Topics
  readonly keys: KeyContext
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** The only generation to feed; absent: every ready one of this fold version. */
  readonly generation?: number
  /** In place of the fold, for tests that must fail with another one. */
  readonly fold?: Fold
  /** Stands in dead letters. */
  readonly codeVersion: string
  /** Told once when reading has ended by itself: the process should say so and exit. */
  readonly onCrash: (error: Error) => void
}

export interface Feature extends Service {
  readonly grpc: readonly GrpcService[]
}

/** How often the list of generations is looked at: one that is ready is joined, one that is being dropped is left. */
const LOOK_EVERY_MS = 1000

export function createFeature(deps: FeatureDeps): Feature {
  const { log, profiles, topics, keys, logger } = deps
  const catalog = createCatalog()
  let titles: CatalogFollower | null = null
  let looking: Promise<void> | null = null

  const feeders = createFeeders({
    ...deps,
    namespace: keys.namespace,
    onDropped: () => void lookAgain(),
  })
  const ticker = createTicker([{ everyMs: LOOK_EVERY_MS, run: lookAgain }])

  async function look(): Promise<void> {
    await feeders.feed(generationsToFeed(await profiles.generations(), FOLD_VERSION, deps.generation))
  }

  /** Looks while running, one look at a time: a store that is away is asked again, a generation that is gone for good ends it. */
  function lookAgain(): Promise<void> {
    looking ??= look()
      .catch((error: unknown) => {
        if (error instanceof FoldVersionError) deps.onCrash(error)
        else logger.warn({ err: error }, 'generations could not be looked at, going on with those that are fed')
      })
      .finally(() => {
        looking = null
      })
    return looking
  }

  async function start(): Promise<void> {
    const generations = await openGenerations(profiles, deps.clock, deps.generation)
    titles = await followCatalog({ log, topics, catalog, logger, onCrash: deps.onCrash })
    await feeders.feed(generations)
    ticker.start()
  }

  async function stop(): Promise<void> {
    await ticker.stop()
    await looking
    await feeders.close()
    await titles?.close()
  }

  function ready(): Readiness {
    const parts = { log: feeders.fed().length > 0, catalog: titles?.ready() ?? false }
    return { ready: parts.log && parts.catalog, parts }
  }

  return { start, stop, ready, grpc: [createProfileService({ profiles, topics, keys, catalog })] }
}
