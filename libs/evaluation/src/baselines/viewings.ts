/** Who watched what, yes or no, as two sparse matrices of the same numbers: the titles of viewers and the viewers of titles. */
import type { ItemHash } from '@upnext/contracts'
import type { TrainingData } from '../recommender.ts'
import { titlesIn } from './histories.ts'

export interface Viewings {
  /** Title number -> hash, ascending. */
  readonly items: readonly ItemHash[]
  readonly viewers: number
  readonly titlesOf: (viewer: number) => Uint32Array
  readonly viewersOf: (title: number) => Uint32Array
}

export function viewingsIn(data: TrainingData): Viewings {
  const histories = [...titlesIn(data)].map((titles) => [...titles])
  const items = [...new Set(histories.flat())].sort()
  const numbers = new Map(items.map((hash, item) => [hash, item]))
  const titles = histories.map((history) => Uint32Array.from(history, (hash) => numbers.get(hash) ?? 0))
  const viewers: number[][] = items.map(() => [])
  titles.forEach((ofViewer, viewer) => {
    for (const title of ofViewer) viewers[title]?.push(viewer)
  })
  const ofTitles = viewers.map((ofTitle) => Uint32Array.from(ofTitle))
  return {
    items,
    viewers: titles.length,
    titlesOf: (viewer) => titles[viewer] ?? NOBODY,
    viewersOf: (title) => ofTitles[title] ?? NOBODY,
  }
}

const NOBODY = new Uint32Array(0)
