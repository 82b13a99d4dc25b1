/** Feeds several generations at once, each with a consumer group of its own, and joins and leaves them while running. */
import { inNamespace } from '@upnext/contracts'
import { GenerationDroppedError } from '@upnext/ports'
import type { EventLog, ProfileStore, RecordBatch, Subscription } from '@upnext/ports'
import type { Logger, Metrics } from '@upnext/service-kit'
import { applyBatch } from '../apply/apply-batch.ts'
import { createApplyMemory } from '../apply/apply-memory.ts'
import type { ApplyDeps } from '../apply/apply-batch.ts'
import { createTelemetry } from '../telemetry.ts'
import { lettersOnce } from './letters-once.ts'

export interface FeedersDeps extends Omit<ApplyDeps, 'telemetry' | 'memory'> {
  readonly log: EventLog
  readonly profiles: ProfileStore
  readonly namespace: string
  readonly logger: Logger
  readonly metrics: Metrics
  /** Told when a generation that is fed turns out to be dropped. */
  readonly onDropped: () => void
  readonly onCrash: (error: Error) => void
}

export interface Feeders {
  /** Joins those that are not fed yet and leaves those that are not named. One call at a time. */
  feed(generations: readonly number[]): Promise<void>
  fed(): readonly number[]
  /** Resolves after the batches in hand. */
  close(): Promise<void>
}

export function createFeeders(deps: FeedersDeps): Feeders {
  const feeding = new Map<number, Subscription>()

  async function join(generation: number): Promise<void> {
    const { log, profiles, topics, logger } = deps
    const telemetry = createTelemetry(deps.metrics, logger, generation)
    const memory = createApplyMemory()
    const apply = { ...deps, log: lettersOnce(deps, generation), telemetry, memory }
    const group = inNamespace(deps.namespace, `upnext.feature.g${generation}`)
    const subscription = await log.share(topics.viewerEvents.name, group, {
      position: async (partition) => (await profiles.read(generation, partition, [])).position,
      onBatch: (batch) => noticingDrops(() => applyBatch(apply, generation, batch), deps.onDropped),
      onRetry: (error: Error, batch: RecordBatch) => telemetry.batchFailed(error, batch),
      onAssigned: (partitions) => {
        // Others may have written what is held of partitions that come back.
        memory.cache.clear()
        telemetry.assigned(partitions)
      },
      onCrash: deps.onCrash,
    })
    feeding.set(generation, subscription)
    logger.info({ generation, group }, 'folding viewer events')
  }

  async function leave(generation: number): Promise<void> {
    await feeding.get(generation)?.close()
    feeding.delete(generation)
    deps.logger.info({ generation }, 'generation is fed no more')
  }

  return {
    async feed(generations) {
      const gone = [...feeding.keys()].filter((generation) => !generations.includes(generation))
      const come = generations.filter((generation) => !feeding.has(generation))
      await Promise.all(gone.map(leave))
      await Promise.all(come.map(join))
    },
    fed: () => [...feeding.keys()],
    close: async () => {
      await Promise.all([...feeding.values()].map((subscription) => subscription.close()))
    },
  }
}

/** A drop is noticed by the next look at the list of generations anyway; until then every batch would fail and be tried again. */
async function noticingDrops(apply: () => Promise<number>, onDropped: () => void): Promise<number> {
  try {
    return await apply()
  } catch (error) {
    if (error instanceof GenerationDroppedError) onDropped()
    throw error
  }
}
