/** Why a title was answered: what each title of the history gave it, exactly as it went into the score. */
import type { Cause, NextQuery } from './query.ts'
import { placeRow } from './row-walk.ts'
import type { RowPlace } from './row-walk.ts'
import { ANSWERED } from './scratch.ts'
import type { Scratch } from './scratch.ts'

/**
 * Walks the rows once more and notes, for each title of the answer, what each title of the history gave. `scratch.marks` holds
 * `ANSWERED` + place for the titles of the answer; `scales` are the channels' factors.
 */
export function collectContributions(
  query: NextQuery,
  scales: readonly number[],
  scratch: Scratch,
  place: RowPlace,
  answered: number,
): void {
  const { history, model } = query
  const { marks, contributions } = scratch
  contributions.fill(0, 0, answered * history.length)
  model.parameters.channels.forEach(({ rowSet, recency }, c) => {
    history.forEach((entry, d) => {
      const amount = (scales[c] ?? 0) * entry.weight * Math.exp(-d / recency)
      placeRow(place, query, rowSet, entry.item)
      for (let at = place.start; at < place.end; at++) {
        const mark = marks[place.neighbours[at] ?? 0] ?? 0
        if (mark < ANSWERED) continue
        const cell = (mark - ANSWERED) * history.length + d
        contributions[cell] = (contributions[cell] ?? 0) + amount * (place.scores[at] ?? 0)
      }
    })
  })
}

/** The positive contributions to the title at `place` of the answer, greatest first, as shares of their sum. */
export function causesOf(query: NextQuery, contributions: Float64Array, place: number): Cause[] {
  const { history, index } = query
  const amounts = new Map<number, number>()
  history.forEach(({ item }, d) => {
    const amount = contributions[place * history.length + d] ?? 0
    if (amount > 0) amounts.set(item, (amounts.get(item) ?? 0) + amount)
  })
  const sum = [...amounts.values()].reduce((a, b) => a + b, 0)
  const inOrder = [...amounts].sort(([a, x], [b, y]) => y - x || (index.hashOf(a) < index.hashOf(b) ? -1 : 1))
  return inOrder.map(([item, amount]) => ({ kind: 'title', item, share: amount / sum }))
}
