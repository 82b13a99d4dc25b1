import { describe, expect, it, jest } from '@jest/globals'
import * as profiles from '@upnext/profiles'
import fc from 'fast-check'
import { foldSeam, seamed } from './crash/fold-seam.ts'
import { CRASHES } from './runs.ts'
import { lastToArriveWins, withoutCompareAndSet } from './weaken.ts'

jest.unstable_mockModule('@upnext/profiles', () => seamed(profiles))
const { interleave } = await import('./stories/interleave.ts')

/** Two for each crash of a point: hundreds in the short form, 2,000 in the long one. */
const SCHEDULES = Math.max(300, 2 * CRASHES)
const SEED = 20_260_101

const plans = fc.record({
  consumers: fc.integer({ min: 2, max: 3 }),
  size: fc.integer({ min: 1, max: 4 }),
  slept: fc.integer({ min: 1, max: 9 }),
  handOvers: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 }),
  order: fc
    .tuple(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 9 }), fc.array(fc.nat(8), { maxLength: 3 }))
    .map(([once, again]) => [...once, ...again]),
})

const kept = (weaken?: typeof withoutCompareAndSet) =>
  fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
    const violations = await interleave(scheduler, plan, weaken)
    // Which writes joined is left to the other tests where a guard is off: here profiles count.
    const wrong = weaken === undefined ? violations : violations.filter((text) => text.includes('the profile of'))
    expect(wrong).toEqual([])
  })

describe('consumers of one partition, in any order', () => {
  it(`end in the same profiles, in ${SCHEDULES} schedules`, async () => {
    await fc.assert(kept(), { numRuns: SCHEDULES, seed: SEED })
  }, 600_000)

  it('end in wrong profiles without the compare-and-set, which is found', async () => {
    const { failed } = await fc.check(kept(withoutCompareAndSet), { numRuns: 2000, seed: SEED, endOnFailure: true })
    expect(failed).toBe(true)
  }, 600_000)

  it('end in wrong profiles where the last to arrive wins, which is found', async () => {
    foldSeam.instead = lastToArriveWins(profiles)
    try {
      const { failed } = await fc.check(kept(), { numRuns: 2000, seed: SEED, endOnFailure: true })
      expect(failed).toBe(true)
    } finally {
      foldSeam.instead = null
    }
  }, 600_000)
})
