import { describe, expect, it } from '@jest/globals'
import { createPace } from './pace.ts'

const { signal } = new AbortController()

describe('createPace', () => {
  it('lets everything out at once where no rate is given', async () => {
    const pace = createPace(null, () => 0)
    expect(pace.chunk).toBe(Infinity)
    await pace.take(1_000_000, signal)
  })

  it('keeps the rate over many takers, whatever each takes', async () => {
    const startedAtMs = performance.now()
    const pace = createPace(2_000, () => performance.now())
    await Promise.all(Array.from({ length: 8 }, async () => pace.take(50, signal)))
    // The last 50 of 400 go out when the 350 before them have had their time.
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(170)
  })

  it('goes out in small chunks at a low rate', () => {
    expect([1, 95, 100_000].map((rate) => createPace(rate, () => 0).chunk)).toEqual([1, 9, 10_000])
  })

  it('makes up for no time that nobody used', async () => {
    let nowMs = 0
    const pace = createPace(1_000, () => nowMs)
    nowMs = 60_000
    await pace.take(100, signal)
    const startedAtMs = performance.now()
    const second = pace.take(1, signal)
    nowMs = 60_100
    await second
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(90)
  })

  it('stops waiting when it is asked to', async () => {
    const stop = new AbortController()
    const pace = createPace(1, () => 0)
    await pace.take(100, stop.signal)
    const waiting = pace.take(1, stop.signal)
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
  })
})
