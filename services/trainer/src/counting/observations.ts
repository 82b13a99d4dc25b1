/** What a change of a profile adds to the counts. */
import type { ItemHash } from '@upnext/contracts'
import type { FoldResult, TitleChange } from '@upnext/profiles'
import { titleWeight } from '../viewers/title-weight.ts'

export interface Observation {
  /** Titles liked before, newest first. */
  readonly history: readonly ItemHash[]
  readonly item: ItemHash
  readonly weight: number
}

/**
 * One observation for each title that is liked more than before, of the difference: counts are linear in the weight, and a live
 * watch begins with nothing watched and earns its weight bit by bit. What became less is left to the next full count.
 */
export function observationsOf({ profile, delta }: FoldResult, window: number): Observation[] {
  return delta.titles.flatMap((change) => {
    const weight = gained(change)
    if (weight <= 0) return []
    const { entries } = profile.recent
    const at = entries.findIndex(({ key }) => key === change.after.key)
    const history: ItemHash[] = []
    for (let i = at + 1; i < entries.length && history.length < window; i++) {
      const earlier = entries[i]
      if (earlier !== undefined && titleWeight(earlier) > 0) history.push(earlier.key)
    }
    return [{ history, item: change.after.key, weight }]
  })
}

function gained({ before, after }: TitleChange): number {
  return Math.max(0, titleWeight(after)) - (before === null ? 0 : Math.max(0, titleWeight(before)))
}
