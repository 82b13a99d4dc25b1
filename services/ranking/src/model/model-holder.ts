/**
 * Holds the model in use, and swaps it for the active one without a pause: the new one is loaded and tested beside the old, then
 * one reference changes. A model that cannot be loaded leaves the old one in use.
 */
import type { ModelUpdate, RowUpdate, TitleUpdate } from '@upnext/contracts'
import type { ActiveModel, ModelStore } from '@upnext/ports'
import { applyTitle } from './apply-title.ts'
import { toServedModel } from './served-model.ts'
import type { ServedModel } from './served-model.ts'
import { createWaitingTitles } from './waiting-titles.ts'

export interface ModelHolder {
  /** `null`: no model has been trained yet, or none could be loaded so far. */
  current(): ServedModel | null
  /** Whether there should be a model and there is none. */
  unavailable(): boolean
  /** Asks which model is active and loads it where it is another. Never rejects; calls at the same time share the work. */
  refresh(): Promise<void>
  apply(update: ModelUpdate): UpdateOutcome
}

export type UpdateOutcome =
  | 'applied'
  /** For a model that is not in use yet. */
  | 'waiting'
  /** Written by a trainer that has been replaced. */
  | 'stale'
  | 'malformed'
  /** A new model is active. */
  | 'activated'

/** The part of a pino logger that is needed here. */
export interface HolderLogger {
  info(facts: object, message: string): void
  error(facts: object, message: string): void
}

export interface ModelHolderOptions {
  readonly models: Pick<ModelStore, 'active' | 'get'>
  readonly logger: HolderLogger
  readonly onSwap?: (model: ServedModel) => void
}

export function createModelHolder({ models, logger, onSwap }: ModelHolderOptions): ModelHolder {
  const waiting = createWaitingTitles()
  let current: ServedModel | null = null
  let failed = false
  let refreshing: Promise<void> | null = null
  let newestEpoch = 0
  /** The model that could not be loaded last: said once, tried again quietly. */
  let refused: string | null = null

  const load = async ({ id, epoch }: ActiveModel): Promise<void> => {
    newestEpoch = Math.max(newestEpoch, epoch)
    if (id === current?.id) return
    const stored = await models.get(id)
    // Gone or not whole: another one is active by the next look.
    if (stored === null) throw new Error(`model ${id} is active but not in the store`)
    const next = toServedModel(stored)
    for (const title of waiting.take(id)) applyTitle(next.live, title)
    current = next
    refused = null
    logger.info({ modelId: id, epoch, titles: next.live.model.items.length }, 'model in use')
    onSwap?.(next)
  }

  const lookAndLoad = async (): Promise<void> => {
    let active: ActiveModel | null = null
    try {
      active = await models.active()
      if (active !== null) await load(active)
      failed = false
    } catch (err) {
      failed = true
      const what = active?.id ?? 'unknown'
      if (refused !== what) logger.error({ err, modelId: what, inUse: current?.id ?? null }, 'model cannot be loaded')
      refused = what
    }
  }

  const applyUpdate = ({ baseModelId, trainerEpoch }: ModelUpdate, title: TitleUpdate): UpdateOutcome => {
    if (trainerEpoch < newestEpoch) return 'stale'
    newestEpoch = trainerEpoch
    if (current?.id === baseModelId) return applyTitle(current.live, title) ? 'applied' : 'malformed'
    waiting.keep(baseModelId, title)
    return 'waiting'
  }

  return {
    current: () => current,
    unavailable: () => failed && current === null,
    refresh: () =>
      (refreshing ??= lookAndLoad().finally(() => {
        refreshing = null
      })),
    apply(message) {
      if (message.update?.$case === 'title') return applyUpdate(message, message.update.value)
      if (message.update?.$case === 'row') return applyUpdate(message, asTitle(message.update.value))
      return message.update?.$case === 'activated' ? 'activated' : 'malformed'
    },
  }
}

/** One row by itself, as trainers wrote it before. */
function asTitle(row: RowUpdate): TitleUpdate {
  return { item: row.item, rows: [row], popularity: undefined }
}
