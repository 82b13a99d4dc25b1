import { randomInt, randomUUID } from 'node:crypto'
import { keyIdOf } from '@upnext/contracts'
import type { KeyContext, Topics } from '@upnext/contracts'
import type { Clock, EventLog } from '@upnext/ports'
import type { Logger, Metrics, Service } from '@upnext/service-kit'
import type { Router } from 'express'
import { collectorRouter } from './http/collector-router.ts'
import { createInFlight } from './http/in-flight.ts'
import { createCollectorMetrics } from './intake/collector-metrics.ts'
import { createLogWatch } from './intake/log-watch.ts'
import { createRejections } from './intake/rejections.ts'
import { takeEvent } from './intake/take-event.ts'
import { takeItem } from './intake/take-item.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Limits } from './limits.ts'

export interface CollectorOptions {
  readonly log: EventLog
  readonly topics: Pick<Topics, 'viewerEvents' | 'catalog' | 'rejectedEvents'>
  readonly keys: KeyContext
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Those left out are {@link DEFAULT_LIMITS}. */
  readonly limits?: Partial<Limits>
  /** Where ids and waiting times come from. Default: the system's random numbers. */
  readonly chance?: Chance
}

export interface Chance {
  uuid(): string
  retryAfterS(): number
}

export interface Collector extends Service {
  /** `/`, `/openapi.json`, `/v1/events` and `/v1/catalog/items`. Reads bodies itself: put no body parser in front of it. */
  readonly router: Router
}

const SYSTEM_CHANCE: Chance = { uuid: () => randomUUID(), retryAfterS: () => randomInt(1, 6) }

/** Takes events and catalogue items over HTTP, and answers 202 only when the log has them. It holds nothing itself. */
export function createCollector(options: CollectorOptions): Collector {
  const { topics, keys, clock, logger, chance = SYSTEM_CHANCE } = options
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits }
  const metrics = createCollectorMetrics(options.metrics)
  const watch = createLogWatch(options.log, clock)
  const rejections = createRejections({
    log: options.log,
    topic: topics.rejectedEvents.name,
    perMinute: limits.rejectionsPerMinute,
    logger,
    lost: metrics.rejectionsLost,
  })
  const parts = {
    limits,
    now: () => clock.now(),
    inFlight: createInFlight(limits.inFlightBytes, (bytes) => metrics.inFlightBytes.set(bytes)),
    append: { log: watch.log, timeoutMs: limits.appendTimeoutMs, retryAfterS: () => chance.retryAfterS() },
    rejections,
    metrics,
  }
  const keyId = keyIdOf(keys.secret)
  const router = collectorRouter({
    parts,
    logger,
    events: {
      endpoint: 'events',
      listName: 'events',
      idField: 'event_id',
      topic: topics.viewerEvents.name,
      take: ({ pieces, sentAt }, receivedAtMs) =>
        pieces.map((piece) =>
          takeEvent(piece, { stamp: { keys, keyId, receivedAtMs, eventId: chance.uuid() }, sentAt, limits }),
        ),
    },
    items: {
      endpoint: 'catalog',
      listName: 'items',
      idField: 'item',
      topic: topics.catalog.name,
      take: ({ pieces }, receivedAtMs) => pieces.map((piece) => takeItem(piece, { receivedAtMs, limits })),
    },
  })
  let running = false

  return {
    router,
    async start() {
      // Fails now, with one clear line, rather than at the first event.
      for (const topic of [topics.viewerEvents, topics.catalog, topics.rejectedEvents])
        await options.log.bounds(topic.name)
      running = true
    },
    async stop() {
      running = false
      await rejections.settled()
    },
    ready() {
      const log = watch.state()
      return { ready: running && log === true, parts: { started: running, log } }
    },
  }
}
