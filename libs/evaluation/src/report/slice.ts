/** Targets of one kind (cold titles, cold viewers), each by itself: how many there were and how many were found. */
import type { ItemHash } from '@upnext/contracts'
import { rounded } from './report.ts'

export interface Slice {
  add(list: readonly ItemHash[], target: ItemHash): void
  figures(): Readonly<Record<string, number | null>>
}

export function createSlice(): Slice {
  let targets = 0
  const sums = { 'HR@10': 0, 'HR@20': 0, 'NDCG@10': 0, 'MRR@20': 0 }
  return {
    add: (list, target) => {
      targets += 1
      const at = list.indexOf(target)
      if (at === -1 || at >= 20) return
      sums['HR@20'] += 1
      sums['MRR@20'] += 1 / (at + 1)
      if (at >= 10) return
      sums['HR@10'] += 1
      sums['NDCG@10'] += 1 / Math.log2(at + 2)
    },
    figures: () => {
      const mean = (sum: number): number | null => (targets === 0 ? null : rounded(sum / targets))
      return {
        targets,
        'HR@10': mean(sums['HR@10']),
        'HR@20': mean(sums['HR@20']),
        'NDCG@10': mean(sums['NDCG@10']),
        'MRR@20': mean(sums['MRR@20']),
      }
    },
  }
}
