/** The counts as they grow, which of their rows are still to be sent, and their replacement by a full count. */
import type { ItemHash } from '@upnext/contracts'
import type { Counts } from '@upnext/recsys'
import type { Observation } from './observations.ts'

export interface LiveCounts {
  readonly counts: Counts
  /** Titles whose rows have changed and were not taken yet. */
  readonly changedRows: number
  observe(observation: Observation): void
  /** The longest waiting rows first. They count as sent: give them back if they were not. */
  takeChanged(limit: number): ItemHash[]
  giveBack(titles: readonly ItemHash[]): void
  /**
   * A full count of what is known now begins elsewhere. The function answered puts it in the place of these counts, together with
   * what was observed meanwhile; only the rows changed meanwhile are to be sent then. A later recount makes an earlier one void.
   */
  beginRecount(): (counted: Counts) => void
}

export function createLiveCounts(start: Counts): LiveCounts {
  let counts = start
  let changed = new Set<ItemHash>()
  let meanwhile: Observation[] | null = null

  const observe = (observation: Observation): void => {
    meanwhile?.push(observation)
    const rows = counts.observe(observation.history, observation.item, observation.weight)
    for (const row of rows) changed.add(counts.index.hashOf(row))
  }

  return {
    get counts() {
      return counts
    },
    get changedRows() {
      return changed.size
    },
    observe,
    takeChanged: (limit) => {
      const taken = [...changed].slice(0, limit)
      for (const title of taken) changed.delete(title)
      return taken
    },
    giveBack: (titles) => {
      changed = new Set([...titles, ...changed])
    },
    beginRecount: () => {
      const recorded: Observation[] = []
      meanwhile = recorded
      return (counted) => {
        if (meanwhile !== recorded) return
        meanwhile = null
        counts = counted
        changed = new Set()
        for (const observation of recorded) observe(observation)
      }
    },
  }
}
