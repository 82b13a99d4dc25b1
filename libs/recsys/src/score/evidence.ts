/**
 * Which entries of a history's rows lead to a few titles. Answers say why of some twenty titles, and scoring reads hundreds of entries for
 * each of them: to read all rows once more for those few costs less than to note anything of every entry while it is added.
 */
import type { ScratchArrays } from './scratch-arrays.ts'

export interface Evidence {
  /** Titles looked for, in the order of their places. */
  readonly titles: number[]
  /** Entries that are noted. */
  size: number
  clear(arrays: ScratchArrays): void
}

export function createEvidence(): Evidence {
  const titles: number[] = []
  const evidence: Evidence = {
    titles,
    size: 0,
    clear: ({ placeOf, lastOf }) => {
      for (const title of titles) placeOf[title] = 0
      lastOf.fill(0, 0, titles.length + 1)
      titles.length = 0
      evidence.size = 0
    },
  }
  return evidence
}
