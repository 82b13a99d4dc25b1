import type { Clock } from '@upnext/ports'
import type { Logger, Metrics } from '@upnext/service-kit'
import type { StandaloneConfig } from './config.ts'

export interface StandaloneDeps {
  readonly config: StandaloneConfig
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Told when a part has ended by itself: the process should say so and exit. */
  readonly onCrash: (error: Error) => void
}
