import { describe, expect, it } from '@jest/globals'
import { Matrix } from 'ml-matrix'
import { buildNow } from '../build/progress.ts'
import { seededRandom } from '../random.ts'
import { rowsOf } from '../testing/row-set.ts'
import { play, title } from '../testing/some-histories.ts'
import type { PlayHistory } from '../timeline/play.ts'
import { createTimeline } from '../timeline/timeline.ts'
import { gramOf } from './gram.ts'
import type { Gram } from './gram.ts'
import { createInteractions } from './interactions.ts'
import { twoHopRows } from './two-hop-rows.ts'

function gramFrom(histories: readonly PlayHistory[], titles = 0): Gram {
  const more = Array.from({ length: titles }, (_, number) => title(number))
  const interactions = createInteractions(buildNow(createTimeline(histories, more)), 500)
  return buildNow(gramOf(interactions, { damping: 0.3, mostEntries: 1e6 }))
}

/** S^2 of shrunk cosines, every entry of it. */
function expectedSquare({ rows, diagonal, eventWeight }: Gram): Matrix {
  const s = Matrix.zeros(diagonal.length, diagonal.length)
  for (let row = 0; row < s.rows; row++) {
    for (let at = rows.offsets[row] ?? 0; at < (rows.offsets[row + 1] ?? 0); at++) {
      const column = rows.columns[at] ?? 0
      const norm = Math.sqrt((diagonal[row] ?? 0) * (diagonal[column] ?? 0)) + 5 * eventWeight
      s.set(row, column, (rows.weights[at] ?? 0) / norm)
    }
  }
  return s.mmul(s)
}

describe('twoHopRows', () => {
  it('equal the square of the shrunk cosines, best first, none of itself', () => {
    const random = seededRandom(8)
    const histories = Array.from({ length: 25 }, () =>
      Array.from({ length: 5 }, (_, at) => play(Math.floor(random() * 12), at, random() < 0.8 ? 1 : -0.5)),
    )
    const gram = gramFrom(histories, 12)
    const expected = expectedSquare(gram)
    rowsOf(buildNow(twoHopRows(gram, 20))).forEach((row, from) => {
      const positive = expected.getRow(from).filter((score, to) => score > 1e-6 && to !== from)
      expect(row.length).toBeGreaterThanOrEqual(positive.length)
      expect(row.some(([to]) => to === from)).toBe(false)
      for (const [to, score] of row) expect(score).toBeCloseTo(expected.get(from, to), 5)
      expect(row).toEqual(row.toSorted(([i, x], [j, y]) => y - x || i - j))
    })
  })

  it('find a title that goes with what goes with another, though nobody has seen both', () => {
    const rows = rowsOf(
      buildNow(
        twoHopRows(
          gramFrom([
            [play(0), play(1)],
            [play(1), play(2)],
          ]),
          10,
        ),
      ),
    )
    expect(rows[0]?.map(([to]) => to)).toEqual([2])
    expect(rows[2]?.map(([to]) => to)).toEqual([0])
  })

  it('hold the best few, and none for nobody', () => {
    const histories = [
      [play(0), play(1)],
      [play(1), play(2)],
      [play(1), play(3)],
      [play(1), play(3)],
    ]
    expect(rowsOf(buildNow(twoHopRows(gramFrom(histories), 1)))[0]?.map(([to]) => to)).toEqual([3])
    expect(rowsOf(buildNow(twoHopRows(gramFrom([], 2), 5)))).toEqual([[], []])
  })
})
