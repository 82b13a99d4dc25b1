/** Random choices by a seed, for worlds that tests make up: a case is told again by its seed. */
import { seededRandom } from '@upnext/recsys'

export interface Dice {
  chance(probability: number): boolean
  /** 0 to below `n`. */
  below(n: number): number
  oneOf<T>(all: readonly T[]): T
  /** Some of them, in any order, at most so many. */
  some<T>(all: readonly T[], most?: number): T[]
  /** A value, or `undefined` with the rest of the probability. */
  maybe<T>(probability: number, make: () => T): T | undefined
}

export function createDice(seed: number): Dice {
  const random = seededRandom(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const oneOf = <T>(all: readonly T[]): T => {
    const found = all[below(all.length)]
    if (found === undefined && all.length === 0) throw new RangeError('there is nothing to choose from')
    return found as T
  }
  return {
    chance: (probability) => random() < probability,
    below,
    oneOf,
    some(all, most = all.length) {
      const left = [...all]
      const count = Math.min(below(most + 1), left.length)
      for (let at = 0; at < count; at++) {
        const from = at + below(left.length - at)
        ;[left[at], left[from]] = [left[from] as (typeof left)[number], left[at] as (typeof left)[number]]
      }
      left.length = count
      return left
    },
    maybe: (probability, make) => (random() < probability ? make() : undefined),
  }
}
