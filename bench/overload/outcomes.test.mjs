import { expect, test } from '@jest/globals'
import { countStatuses, normalAfter, shareInTime } from './outcomes.mjs'

/** A hundred calls a second, so many of each second in time and the others late. */
const samplesOf = (inTime) =>
  inTime.flatMap((count, second) =>
    Array.from({ length: 100 }, (_, call) => [second + call / 100, 10, call < count ? 0 : 4]),
  )

test('statuses are counted, and what is none of them is other', () => {
  const samples = [0, 0, 8, 4, 14].map((status) => [0, 1, status])
  expect(countStatuses(samples)).toEqual({ ok: 2, refused: 1, late: 1, other: 1 })
  expect(shareInTime(samples)).toBe(0.4)
  expect(shareInTime([])).toBe(0)
})

test('it is normal from the second on from which calls are in time', () => {
  expect(normalAfter(samplesOf([100, 100, 100, 100, 100, 100]), 0.95)).toBe(0)
  expect(normalAfter(samplesOf([0, 50, 100, 100, 100, 100]), 0.95)).toBe(2)
})

test('one bad second long after does not count as not normal, several do', () => {
  expect(normalAfter(samplesOf([100, 100, 100, 100, 100, 70, 100, 100]), 0.95)).toBe(0)
  expect(normalAfter(samplesOf([100, 100, 100, 40, 40, 40, 40, 40]), 0.95)).toBeNull()
})
