/** One row of the report in the making. */
import type { ItemHash } from '@upnext/contracts'
import type { Question } from '../protocols/exam.ts'
import { createAccuracy } from './accuracy.ts'
import { createBeyondAccuracy } from './beyond-accuracy.ts'
import type { Surroundings } from './beyond-accuracy.ts'
import type { Cell } from './report.ts'
import { rounded } from './report.ts'
import { createSlice } from './slice.ts'

export interface ScoreSheet {
  add(question: Question, list: readonly ItemHash[]): void
  cells(): Record<string, Cell>
}

/**
 * The main figures are of viewers with a history, cold titles included; those without are a slice of their own. `isWarm`: does
 * the training part know the title?
 */
export function createScoreSheet(around: Surroundings, isWarm: (item: ItemHash) => boolean): ScoreSheet {
  const accuracy = createAccuracy()
  const beyond = createBeyondAccuracy(around)
  const slices = { warmItems: createSlice(), coldItems: createSlice(), coldViewers: createSlice() }
  let disliked = 0
  let dislikedShown = 0
  return {
    add: ({ viewer, query, targets, disliked: dislikes }, list) => {
      const isCold = query.history.length === 0
      const firstTen = list.slice(0, 10)
      if (!isCold) {
        disliked += dislikes.length
        dislikedShown += dislikes.filter((item) => firstTen.includes(item)).length
      }
      for (const target of targets) {
        if (isCold) slices.coldViewers.add(list, target)
        else (isWarm(target) ? slices.warmItems : slices.coldItems).add(list, target)
      }
      if (isCold || targets.size === 0) return
      accuracy.add(viewer, list, targets)
      beyond.add(list, query.history)
    },
    cells: () => ({
      ...accuracy.cells(),
      ...beyond.cells(),
      'LowRated@10': disliked === 0 ? null : rounded(dislikedShown / disliked),
      slices: Object.fromEntries(Object.entries(slices).map(([name, slice]) => [name, slice.figures()])),
    }),
  }
}
