/**
 * Updates for models that are not in use yet. Partitions are read independently, so updates of a new model may come before the
 * word that it is active, or while it is being loaded.
 */
import type { TitleUpdate } from '@upnext/contracts'
import { LRUCache } from 'lru-cache'

export interface WaitingTitles {
  /** Keeps an update; a later one of the same title and rows takes its place. */
  keep(baseModelId: string, title: TitleUpdate): void
  /** Gives back, and forgets, what waits for this model. */
  take(baseModelId: string): readonly TitleUpdate[]
}

/** Keeps those of at most `mostModels` models, the least recently heard of leaves first, and `mostTitles` updates of each. */
export function createWaitingTitles(mostModels = 3, mostTitles = 50_000): WaitingTitles {
  const byModel = new LRUCache<string, Map<string, TitleUpdate>>({ max: mostModels })
  return {
    keep(baseModelId, title) {
      const titles = byModel.get(baseModelId) ?? new Map<string, TitleUpdate>()
      byModel.set(baseModelId, titles)
      const key = [title.item.toString('hex'), ...title.rows.map(({ rowSet }) => rowSet)].join(' ')
      if (titles.size < mostTitles || titles.has(key)) titles.set(key, title)
    },
    take(baseModelId) {
      const titles = [...(byModel.get(baseModelId)?.values() ?? [])]
      byModel.delete(baseModelId)
      return titles
    },
  }
}
