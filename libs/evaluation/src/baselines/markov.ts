/**
 * A Markov chain of order one: what came next after the viewer's last title, P(j | i) = n(i, j) / n(i). Frozen at the cut; says
 * nothing about titles that nothing followed.
 */
import type { ItemHash } from '@upnext/contracts'
import type { ModelEntry, Recommender, TrainingData } from '../recommender.ts'
import { playsIn } from './histories.ts'

export const MARKOV: ModelEntry = {
  names: ['markov'],
  absentBecause: (data) => (data.timeless ? 'the data has no order' : null),
  fit: fitMarkov,
}

/** One row decides alone, so its sum n(i) changes no order and is left out. */
function fitMarkov(data: TrainingData): Recommender {
  const followers = new Map<ItemHash, Map<ItemHash, number>>()
  for (const history of playsIn(data)) {
    history.forEach(({ item: next }, at) => {
      const item = history[at - 1]?.item
      if (item === undefined || item === next) return
      const row = followers.get(item) ?? new Map<ItemHash, number>()
      followers.set(item, row.set(next, (row.get(next) ?? 0) + 1))
    })
  }
  const ranked = new Map([...followers].map(([item, row]) => [item, byCount(row)]))
  return {
    name: 'markov',
    recommend: ({ history, excluded, limit }) => {
      const last = history[0]?.item
      const row = last === undefined ? [] : (ranked.get(last) ?? [])
      return row.filter((item) => !excluded.has(item)).slice(0, limit)
    },
  }
}

function byCount(row: ReadonlyMap<ItemHash, number>): readonly ItemHash[] {
  return [...row].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([item]) => item)
}
