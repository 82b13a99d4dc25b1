/** A history by the numbers of a model, titles that it does not know left out. */
import type { ItemHash } from '@upnext/contracts'
import type { HistoryEntry, LiveModel } from '@upnext/recsys'
import type { HistoryTitle } from '../facts/history.ts'

export interface KnownHistory {
  readonly entries: readonly HistoryEntry[]
  readonly has: (item: number) => boolean
  /** The history's own text, not the model's: text that is the same and not the same object takes a Map longer to find. */
  readonly hashOf: (item: number) => ItemHash
}

export function knownHistory(live: LiveModel, history: readonly HistoryTitle[]): KnownHistory {
  const entries: HistoryEntry[] = []
  const hashes = new Map<number, ItemHash>()
  for (const { hash, weight } of history) {
    const item = live.index.numberOf(hash)
    if (item === undefined) continue
    entries.push({ item, weight })
    hashes.set(item, hash)
  }
  return { entries, has: (item) => hashes.has(item), hashOf: (item) => hashes.get(item) ?? live.index.hashOf(item) }
}
