import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { FEW_CALLS, LONGEST_WAIT_MS, MOST_CALLS, expectedWaitMs, fadedCostMs, isTooLate } from './overload.ts'

describe('a call that comes now', () => {
  it('waits for those before it, and as long as the event loop was late', () => {
    expect(expectedWaitMs({ inFlight: 100, costMs: 0.4, lagMs: 30 })).toBe(70)
  })

  it('is taken while the line is short, and refused when it is too long', () => {
    expect(isTooLate({ inFlight: 500, costMs: 0.4, lagMs: 45 }, Infinity)).toBe(false)
    expect(isTooLate({ inFlight: 500, costMs: 0.4, lagMs: 55 }, Infinity)).toBe(true)
  })

  it('is refused earlier where its caller has less time', () => {
    const line = { inFlight: 100, costMs: 0.4, lagMs: 0 }
    expect(isTooLate(line, 100)).toBe(false)
    expect(isTooLate(line, 70)).toBe(true)
  })

  it('is taken after a pause of the process, where few are waiting', () => {
    const paused = { costMs: 5, lagMs: 3000 }
    expect(isTooLate({ ...paused, inFlight: FEW_CALLS - 1 }, 150)).toBe(false)
    expect(isTooLate({ ...paused, inFlight: FEW_CALLS }, 150)).toBe(true)
  })

  it('is refused where so many wait that memory is at stake, however cheap they are', () => {
    expect(isTooLate({ inFlight: MOST_CALLS - 1, costMs: 0, lagMs: 0 }, Infinity)).toBe(false)
    expect(isTooLate({ inFlight: MOST_CALLS, costMs: 0, lagMs: 0 }, Infinity)).toBe(true)
  })

  it('never waits longer than the limit behind more than a few', () => {
    const some = fc.double({ min: 0, max: 1000, noNaN: true })
    const lines = fc.record({ inFlight: fc.integer({ min: FEW_CALLS, max: 3000 }), costMs: some, lagMs: some })
    fc.assert(
      fc.property(lines, some, (line, leftMs) => {
        if (!isTooLate(line, leftMs))
          expect(expectedWaitMs(line)).toBeLessThanOrEqual(Math.min(LONGEST_WAIT_MS, leftMs / 2))
        // One more in line, or a little less time, never turns a no into a yes.
        if (isTooLate(line, leftMs)) {
          expect(isTooLate({ ...line, inFlight: line.inFlight + 1 }, leftMs)).toBe(true)
          expect(isTooLate(line, leftMs * 0.9)).toBe(true)
        }
      }),
    )
  })
})

it('forgets a pause within some more answers', () => {
  let costMs = fadedCostMs(0.4, 400, 20)
  expect(costMs).toBeGreaterThan(5)
  for (let look = 0; look < 10; look += 1) costMs = fadedCostMs(costMs, 8, 20)
  expect(costMs).toBeLessThan(0.6)
})
