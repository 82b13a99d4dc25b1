/** How the standalone process is, in numbers. */
import { VIEWER_PARTITIONS } from '@upnext/ports'
import type { EventLog, ModelStore, ProfileStore } from '@upnext/ports'
import type { Readiness } from '@upnext/service-kit'
import type { StandaloneStatus } from './admin-schemas.ts'

export interface StatusSources {
  readonly backend: string
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly models: ModelStore
  readonly viewerTopic: string
  readonly ready: () => Readiness
}

const BYTES_PER_MB = 1_000_000

export async function readStatus(sources: StatusSources): Promise<StandaloneStatus> {
  const { log, profiles, models } = sources
  const [bounds, generations, active] = await Promise.all([
    log.bounds(sources.viewerTopic),
    profiles.generations(),
    models.active(),
  ])
  const positions = await Promise.all(
    Array.from({ length: VIEWER_PARTITIONS }, (_, partition) => profiles.read(generations.active, partition, [])),
  )
  const { ready, parts } = sources.ready()
  return {
    backend: sources.backend,
    ready,
    parts: { ...parts },
    events: bounds.reduce((sum, { start, end }) => sum + end - start, 0),
    profile_lag: bounds.reduce((sum, { end }, at) => sum + Math.max(0, end - (positions[at]?.position ?? 0)), 0),
    model_id: active?.id ?? null,
    memory_mb: Math.round(process.memoryUsage.rss() / BYTES_PER_MB),
  }
}
