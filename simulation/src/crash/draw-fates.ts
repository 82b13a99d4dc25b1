import type { Random } from '@upnext/testkit'
import type { Fate } from './fates.ts'
import type { Point } from './points.ts'

/** As many fates as asked for, at any of the points. One in four hangs instead of dying. */
export function drawFates(random: Random, points: readonly Point[], count: number, latest: number): Fate[] {
  return Array.from({ length: count }, () => ({
    point: random.pick(points),
    nth: random.int(1, latest + 1),
    how: random.next() < 0.25 ? 'hangs' : 'dies',
  }))
}
