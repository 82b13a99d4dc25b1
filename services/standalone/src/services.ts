/** The services of the standalone process, made from their own factories on one set of backends. */
import type { Backends } from '@upnext/backends'
import { CODE_VERSION } from '@upnext/contracts'
import type { KeyContext, Topics } from '@upnext/contracts'
import { createCollector, DEFAULT_LIMITS } from '@upnext/event-collector'
import type { Collector } from '@upnext/event-collector'
import { createFeature } from '@upnext/feature'
import type { Feature } from '@upnext/feature'
import { createRanking, DEFAULT_SETTINGS } from '@upnext/ranking'
import type { Ranking, RankingOptions } from '@upnext/ranking'
import type { Readiness, Service } from '@upnext/service-kit'
import type { StandaloneDeps } from './standalone-deps.ts'
import { createTrainerThread } from './trainer/trainer-thread.ts'
import type { TrainerThread } from './trainer/trainer-thread.ts'

export interface ServicesDeps extends StandaloneDeps {
  readonly backends: Backends
  readonly topics: Topics
  readonly keys: KeyContext
  readonly rows: RankingOptions['rows']
}

export interface Services {
  /** In the order of starting. */
  readonly parts: Parts
  /** Resolves when the catalogue has been read to the end that it had at the start. */
  readonly caughtUp: Promise<void>
}

// A type and not an interface: it is walked through as a record of services.
export type Parts = Readonly<{
  collector: Collector
  feature: Feature
  ranking: Ranking
  trainer: TrainerThread
}>

export function createServices(deps: ServicesDeps): Services {
  const { backends, config, topics, keys, clock, onCrash } = deps
  const { log, profiles, models } = backends
  const shared = { log, topics, keys, clock, onCrash }
  const named = (service: string) => ({
    logger: deps.logger.child({ part: service }),
    metrics: deps.metrics.forService(service),
  })
  let caughtUp = (): void => undefined
  const untilCaughtUp = new Promise<void>((resolve) => {
    caughtUp = resolve
  })
  return {
    caughtUp: untilCaughtUp,
    parts: {
      collector: createCollector({
        ...shared,
        ...named('collector'),
        limits: {
          ...DEFAULT_LIMITS,
          maxLatenessMs: config.UPNEXT_MAX_LATENESS ?? null,
          rejectionsPerMinute: config.UPNEXT_REJECTIONS_PER_MINUTE,
        },
      }),
      feature: createFeature({ ...shared, ...named('feature'), profiles, codeVersion: CODE_VERSION }),
      ranking: createRanking({
        ...shared,
        ...named('ranking'),
        profiles,
        models,
        rows: deps.rows,
        settings: DEFAULT_SETTINGS,
        onReady: caughtUp,
      }),
      trainer: createTrainerThread({ task: { config }, logger: named('trainer').logger, onCrash }),
    },
  }
}

/** Ready when every part is; each part's own parts go under its name. */
export function readinessOf(services: Readonly<Record<string, Pick<Service, 'ready'>>>): Readiness {
  const all = Object.entries(services).map(([name, service]) => [name, service.ready()] as const)
  return {
    ready: all.every(([, { ready }]) => ready),
    parts: Object.fromEntries(
      all.flatMap(([name, { parts }]) => Object.entries(parts).map(([part, state]) => [`${name}.${part}`, state])),
    ),
  }
}
