/** Adds up how well one row's lists found the targets, viewer by viewer, so that intervals can be drawn over viewers. */
import type { ItemHash, ViewerKey } from '@upnext/contracts'
import { bootstrapIntervals, hitRate, mrr, ndcg, recall } from '@upnext/recsys'
import type { Cell } from './report.ts'
import { rounded } from './report.ts'

const CUTOFFS = [10, 20]
const METRICS = [
  { name: 'HR', of: hitRate },
  { name: 'NDCG', of: ndcg },
  { name: 'MRR', of: mrr },
  { name: 'Recall', of: recall },
].flatMap(({ name, of }) => CUTOFFS.map((k) => ({ name: `${name}@${k}`, k, of })))

export interface Accuracy {
  add(viewer: ViewerKey, list: readonly ItemHash[], targets: ReadonlySet<ItemHash>): void
  /** Means over questions, each followed by its interval. */
  cells(): Record<string, Cell>
}

export function createAccuracy(): Accuracy {
  const places = new Map<ViewerKey, number>()
  const counts: number[] = []
  const sums: number[] = []

  const placeOf = (viewer: ViewerKey): number => {
    const known = places.get(viewer)
    if (known !== undefined) return known
    places.set(viewer, counts.length)
    METRICS.forEach(() => sums.push(0))
    return counts.push(0) - 1
  }
  return {
    add: (viewer, list, targets) => {
      const place = placeOf(viewer)
      counts[place] = (counts[place] ?? 0) + 1
      METRICS.forEach((metric, at) => {
        const slot = place * METRICS.length + at
        sums[slot] = (sums[slot] ?? 0) + metric.of(list, targets, metric.k)
      })
    },
    cells: () => {
      const questions = counts.reduce((sum, count) => sum + count, 0)
      const data = { counts: Uint32Array.from(counts), sums: Float64Array.from(sums), metrics: METRICS.length }
      const intervals = bootstrapIntervals(data)
      const cells: Record<string, Cell> = {}
      METRICS.forEach(({ name }, at) => {
        const total = counts.reduce((sum, _, place) => sum + (sums[place * METRICS.length + at] ?? 0), 0)
        const [low = 0, high = 0] = intervals[at] ?? []
        cells[name] = questions === 0 ? null : rounded(total / questions)
        cells[`${name} interval`] = questions === 0 ? null : [rounded(low), rounded(high)]
      })
      return cells
    },
  }
}
