/** Adds up what one row's lists are like, apart from whether they hit. */
import type { ItemHash } from '@upnext/contracts'
import { averagePopularity, calibration, coverage, diversity, novelty } from '@upnext/recsys'
import type { Play } from '@upnext/recsys'
import type { Cell } from './report.ts'
import { rounded } from './report.ts'

/** The training part, as these metrics see it. */
export interface Surroundings {
  readonly catalogueSize: number
  readonly viewers: number
  readonly viewersOf: (item: ItemHash) => number
  readonly tokensOf: (item: ItemHash) => readonly string[]
  readonly genresOf: (item: ItemHash) => readonly string[]
}

export interface BeyondAccuracy {
  add(list: readonly ItemHash[], history: readonly Play[]): void
  cells(): Record<string, Cell>
}

const K = 10

export function createBeyondAccuracy(around: Surroundings): BeyondAccuracy {
  const recommended = new Set<ItemHash>()
  const means = {
    novelty: createMean(),
    averagePopularity: createMean(),
    diversity: createMean(),
    calibration: createMean(),
  }
  return {
    add: (list, history) => {
      for (const item of list.slice(0, K)) recommended.add(item)
      const liked = history.filter((play) => play.weight > 0).map((play) => play.item)
      means.novelty.add(novelty(list, K, around.viewersOf, around.viewers))
      means.averagePopularity.add(averagePopularity(list, K, around.viewersOf))
      means.diversity.add(diversity(list, K, around.tokensOf))
      means.calibration.add(calibration(list, K, liked, around.genresOf))
    },
    cells: () => ({
      [`coverage@${K}`]: rounded(coverage(recommended, around.catalogueSize)),
      [`novelty@${K}`]: means.novelty.value(),
      [`averagePopularity@${K}`]: means.averagePopularity.value(),
      [`diversity@${K}`]: means.diversity.value(),
      [`calibration@${K}`]: means.calibration.value(),
    }),
  }
}

interface Mean {
  /** `null` says nothing and counts as nothing. */
  add(value: number | null): void
  value(): number | null
}

function createMean(): Mean {
  let sum = 0
  let count = 0
  return {
    add: (value) => {
      if (value === null) return
      sum += value
      count += 1
    },
    value: () => (count === 0 ? null : rounded(sum / count)),
  }
}
