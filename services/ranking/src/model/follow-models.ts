/** Keeps models and trends current: a look every second, and at once when the log says that a model was activated. */
import { ModelUpdate } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import type { EventLog, RecordBatch, Subscription } from '@upnext/ports'
import type { TrendsHolder } from '../trends/trends.ts'
import type { ModelHolder, UpdateOutcome } from './model-holder.ts'

export interface ModelFollower {
  close(): Promise<void>
}

export interface FollowModelsOptions {
  readonly log: EventLog
  readonly topics: Pick<Topics, 'modelUpdates'>
  readonly holder: ModelHolder
  readonly trends: Pick<TrendsHolder, 'apply'>
  readonly pollMs: number
  readonly onUpdate: (outcome: UpdateOutcome) => void
  readonly onCrash: (error: Error) => void
}

/** Resolves once the active model, if any, was loaded and updates are being followed. */
export async function followModels(options: FollowModelsOptions): Promise<ModelFollower> {
  const { log, topics, holder, trends, pollMs, onUpdate, onCrash } = options
  await holder.refresh()

  const apply = (update: ModelUpdate): UpdateOutcome =>
    update.update?.$case === 'trends' ? trends.apply(update, update.update.value) : holder.apply(update)

  const onBatch = (batch: RecordBatch): Promise<number> => {
    for (const { value } of batch.records) {
      const update = decode(value)
      const outcome = update === null ? 'malformed' : apply(update)
      onUpdate(outcome)
      if (outcome === 'activated') void holder.refresh()
    }
    return Promise.resolve(batch.nextOffset)
  }

  // Updates that retention took belong to models that are no longer active; trends are said again before it takes them.
  const reader = { onBatch, onCrash, losesHistory: true }
  const subscription: Subscription = await log.follow(topics.modelUpdates.name, [], reader)
  const timer = setInterval(() => void holder.refresh(), pollMs).unref()
  return {
    async close() {
      clearInterval(timer)
      await subscription.close()
      // The last look may still be under way: nobody reads the store after this.
      await holder.refresh()
    },
  }
}

function decode(value: Uint8Array): ModelUpdate | null {
  try {
    return ModelUpdate.decode(value)
  } catch {
    return null
  }
}
