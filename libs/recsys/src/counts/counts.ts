/**
 * Directed counts: how often title j came soon after title i. For every new title of a viewer whose titles before were
 * h_1 (newest) to h_W: T[h_k][j] += weight * e^{-(k-1)/3}, W = 10. One event costs W additions; memory is bounded by
 * titles * `rowLimit`.
 */
import type { ItemHash } from '@upnext/contracts'
import { createItemIndex } from '../model/item-index.ts'
import type { ItemIndex } from '../model/item-index.ts'
import { createSparseRow } from './sparse-row.ts'
import type { SparseRow } from './sparse-row.ts'

export interface Counts {
  /** The counts' own numbers, in the order of appearance; not a model's. */
  readonly index: ItemIndex
  /** Row i: T[i]. Titles that nothing followed have none. */
  readonly rows: readonly (SparseRow | undefined)[]
  /** Sum over T[i], with what the row has forgotten. */
  rowSum(item: number): number
  /** Sum over i of T[i][item], likewise. */
  columnSum(item: number): number
  readonly total: number
  /**
   * A viewer came to `item` after the titles of `history`, newest first. Weights of 0 or less count nothing. Answers the
   * numbers of the rows that changed.
   */
  observe(history: readonly ItemHash[], item: ItemHash, weight: number): readonly number[]
}

export interface CountSettings {
  /** W: how many titles back. */
  readonly window: number
  /** Titles back in which the weight falls to 1/e. */
  readonly decay: number
  /** Most titles that a row holds; beyond it the smallest counts are forgotten. */
  readonly rowLimit: number
}

export const COUNT_SETTINGS: CountSettings = { window: 10, decay: 3, rowLimit: 1024 }

/** What counts are made of; see `counts-bytes.ts`. */
export interface CountState {
  readonly items: readonly ItemHash[]
  readonly rows: (SparseRow | undefined)[]
  readonly rowSums: number[]
  readonly columnSums: number[]
  readonly total: number
}

const NOTHING: CountState = { items: [], rows: [], rowSums: [], columnSums: [], total: 0 }
const NO_ROWS: readonly number[] = []

export function createCounts(settings: CountSettings, state: CountState = NOTHING): Counts {
  const index = createItemIndex(state.items)
  const rows = [...state.rows]
  const rowSums = [...state.rowSums]
  const columnSums = [...state.columnSums]
  let total = state.total

  const count = (from: number, to: number, amount: number): void => {
    const row = (rows[from] ??= createSparseRow(settings.rowLimit))
    row.add(to, amount)
    rowSums[from] = (rowSums[from] ?? 0) + amount
    columnSums[to] = (columnSums[to] ?? 0) + amount
    total += amount
  }

  return {
    index,
    rows,
    rowSum: (item) => rowSums[item] ?? 0,
    columnSum: (item) => columnSums[item] ?? 0,
    get total() {
      return total
    },
    observe: (history, item, weight) => {
      if (!(weight > 0) || history.length === 0) return NO_ROWS
      const to = index.add(item)
      const changed: number[] = []
      for (const [k, hash] of history.slice(0, settings.window).entries()) {
        const from = index.add(hash)
        if (from === to) continue
        count(from, to, weight * Math.exp(-k / settings.decay))
        changed.push(from)
      }
      return changed
    },
  }
}
