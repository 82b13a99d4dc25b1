import { describe, expect, it } from '@jest/globals'
import { fakeClock } from '@upnext/testkit'
import { createHold } from './hold.ts'

const HOUR_MS = 3_600_000
const place = (start: number, end: number, partition = 1) => ({ topic: 'topic', partition, start, end })

describe('what an archiver leaves waiting', () => {
  it('is the tail of a partition, until it fills a file or has waited for long enough', () => {
    const clock = fakeClock()
    const isDue = createHold(clock, HOUR_MS, 100)
    expect(isDue(place(0, 5))).toBe(true)
    expect(isDue(place(5, 6))).toBe(false)
    clock.advance(HOUR_MS - 1)
    expect(isDue(place(5, 60))).toBe(false)
    clock.advance(1)
    expect(isDue(place(5, 60))).toBe(true)
    expect(isDue(place(60, 61))).toBe(false)
    expect(isDue(place(60, 160))).toBe(true)
  })

  it('is never what was there at the start, also where copying it fails at first', () => {
    const isDue = createHold(fakeClock(), HOUR_MS, 100)
    expect(isDue(place(0, 5))).toBe(true)
    expect(isDue(place(0, 6))).toBe(true)
    expect(isDue(place(6, 7))).toBe(false)
    expect(isDue(place(6, 7, 2))).toBe(true)
  })

  it('is nothing where nothing is to wait', () => {
    const isDue = createHold(fakeClock(), 0)
    expect([isDue(place(0, 1)), isDue(place(1, 2)), isDue(place(2, 3))]).toEqual([true, true, true])
  })
})
