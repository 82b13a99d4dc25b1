/**
 * What is seen most lately: every event counts 2^(-age / half-life), updated per event. By forward decay: instead of letting
 * all counts shrink, later events count more, 2^((t - landmark) / half-life), which is the same order.
 */
import type { ItemHash } from '@upnext/contracts'
import { newestMsOf } from '@upnext/profiles'
import type { ModelEntry, Recommender, TrainingData } from '../recommender.ts'
import { playsIn } from './histories.ts'
import { createPopularityOrder } from './popularity-order.ts'

const DAY_MS = 86_400_000
/** Half-lives after which the landmark moves: 2^500 times a count is still far from the end of numbers. */
const FURTHEST = 500

export function recentPopularity(days: number): ModelEntry {
  const name = `popularity-${days}d`
  return {
    names: [name],
    absentBecause: (data) => (data.timeless ? 'the data has no time' : null),
    fit: (data) => fitRecentPopularity(name, days * DAY_MS, data),
  }
}

function fitRecentPopularity(name: string, halfLifeMs: number, data: TrainingData): Recommender {
  let landmarkMs = data.cutMs
  const amountAt = (atMs: number): number => 2 ** ((atMs - landmarkMs) / halfLifeMs)
  const scores = new Map<ItemHash, number>()
  for (const history of playsIn(data)) {
    for (const { item, atMs } of history) scores.set(item, (scores.get(item) ?? 0) + amountAt(atMs))
  }
  const order = createPopularityOrder(scores)
  const add = (item: ItemHash, atMs: number): void => {
    if ((atMs - landmarkMs) / halfLifeMs > FURTHEST) {
      order.scale(1 / amountAt(atMs))
      landmarkMs = atMs
    }
    order.add(item, amountAt(atMs))
  }
  return {
    name,
    recommend: ({ excluded, limit }) => order.best(excluded, limit),
    learn: (_, { delta }) => {
      for (const { after } of delta.titles) add(after.key, newestMsOf(after))
    },
  }
}
