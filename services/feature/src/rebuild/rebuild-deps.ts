/** What a rebuild works with. */
import type { Topics } from '@upnext/contracts'
import type { History } from '@upnext/history'
import type { Clock, ProfileStore } from '@upnext/ports'
import type { Logger, Metrics } from '@upnext/service-kit'

export interface RebuildDeps {
  readonly history: History
  readonly profiles: ProfileStore
  readonly topics: Topics
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly codeVersion: string
  /** Events a second that it may take; `null`: as many as it can. */
  readonly rate: number | null
  /** Goes on where the store may not have room for a second generation. */
  readonly force: boolean
  /** Told what is going on, in lines for people. */
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}
