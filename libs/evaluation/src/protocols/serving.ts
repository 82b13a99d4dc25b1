/** The profile that questions are asked from: the product's, with the caps of serving. */
import type { ItemHash } from '@upnext/contracts'
import type { Caps, Profile } from '@upnext/profiles'
import type { Dataset } from '../data/dataset.ts'
import { rowsByViewer } from '../data/rows.ts'
import { foldRows } from '../training-data.ts'

export interface Serving {
  /** As it stands before anything that is held out. */
  profileOf(viewer: number): Profile
  /** Every title of the viewer up to there, however long ago. */
  seenBy(viewer: number): Set<ItemHash>
}

export function servingOf(dataset: Dataset, caps: Caps): Serving {
  const rows = dataset.histories ?? dataset.train
  const rowsOf = rowsByViewer(rows, dataset.viewers.length)
  return {
    profileOf: (viewer) => foldRows(dataset, rows, rowsOf(viewer), caps),
    seenBy: (viewer) => {
      const seen = new Set<ItemHash>()
      for (const row of rowsOf(viewer)) {
        const item = dataset.items[rows.items[row] ?? 0]
        if (item !== undefined) seen.add(item)
      }
      return seen
    },
  }
}
