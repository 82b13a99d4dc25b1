/** What is in store for the processes of a world: who dies, or hangs, where. */
import type { Point } from './points.ts'

export interface Fate {
  readonly point: Point
  /** Strikes when the point is reached for so many times, counted over all processes from 1. */
  readonly nth: number
  /** A process that hangs is given up by the others, and goes on later as if nothing had happened. */
  readonly how: 'dies' | 'hangs'
}

export interface Fates {
  /** Called whenever a process reaches a point. */
  meet(point: Point): 'goes on' | Fate['how']
  /** Crashes and hangs so far, by point. */
  readonly struck: ReadonlyMap<Point, number>
  /** From now on nobody dies. */
  calm(): void
}

export function createFates(fates: readonly Fate[]): Fates {
  const left = fates.map((fate) => ({ ...fate, togo: fate.nth }))
  const struck = new Map<Point, number>()
  let calm = false
  return {
    struck,
    meet(point) {
      const met = left.filter((fate) => fate.point === point)
      for (const fate of met) fate.togo -= 1
      const due = met.find(({ togo }) => togo === 0)
      if (due === undefined || calm) return 'goes on'
      struck.set(point, (struck.get(point) ?? 0) + 1)
      return due.how
    },
    calm: () => {
      calm = true
    },
  }
}
