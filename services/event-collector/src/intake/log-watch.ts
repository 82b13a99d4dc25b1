import type { Clock, EventLog } from '@upnext/ports'

/** After a failed append, load balancers look elsewhere for so long; then the next request tries again. */
const REST_MS = 5000

export interface LogWatch {
  /** The same log, watched. */
  readonly log: EventLog
  /** `true`, or why the log counts as away. */
  state(): true | string
}

/** Remembers whether the log took the last events, for `/ready`. */
export function createLogWatch(log: EventLog, clock: Clock): LogWatch {
  let failedAtMs: number | null = null
  return {
    log: {
      async append(topic, records) {
        try {
          const positions = await log.append(topic, records)
          failedAtMs = null
          return positions
        } catch (error) {
          failedAtMs = clock.now()
          throw error
        }
      },
      share: (topic, group, reader) => log.share(topic, group, reader),
      follow: (topic, from, reader) => log.follow(topic, from, reader),
      bounds: (topic) => log.bounds(topic),
      close: () => log.close(),
    },
    state() {
      const away = failedAtMs !== null && clock.now() - failedAtMs < REST_MS
      return away ? 'the log did not take the last events' : true
    },
  }
}
