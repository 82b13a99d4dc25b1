import { describe, expect, it, jest } from '@jest/globals'
import * as profiles from '@upnext/profiles'
import { seededRandom } from '@upnext/testkit'
import { drawFates } from './crash/draw-fates.ts'
import type { Fate } from './crash/fates.ts'
import { foldSeam, seamed } from './crash/fold-seam.ts'
import { FOLD_POINTS, GENERATION_POINTS, INTAKE_POINTS } from './crash/points.ts'
import type { Point } from './crash/points.ts'
import { CRASHES, expectCrashes, runStories, storiesTimeoutMs } from './runs.ts'
import { stopTime } from './timers.ts'
import { lastToArriveWins, withoutCompareAndSet } from './weaken.ts'

jest.unstable_mockModule('@upnext/profiles', () => seamed(profiles))
const { collectAndFold } = await import('./stories/collect-and-fold.ts')

const POINTS: readonly Point[] = [...INTAKE_POINTS, ...FOLD_POINTS, ...GENERATION_POINTS]
/** Met less often than the others, so drawn more often. */
const RARE: readonly Point[] = [
  'collector.rejected.before',
  'collector.rejected.after',
  'feature.dead-letter.before',
  'feature.dead-letter.after',
  'feature.sought',
  ...GENERATION_POINTS,
]

function fatesOf(seed: number): Fate[] {
  const random = seededRandom(seed ^ 0x5eed)
  return [...drawFates(random, POINTS, 12, 5), ...drawFates(random, RARE, 6, 2)]
}

stopTime()

describe('a stream of events under crashes', () => {
  it(
    `keeps every promise, with ${CRASHES} crashes and more at each named point`,
    async () => {
      const tally = await runStories(POINTS, 'crash-points', (seed) => collectAndFold({ seed, fates: fatesOf(seed) }))
      expectCrashes(tally, POINTS)
    },
    storiesTimeoutMs(),
  )
})

describe('the same, with a guard off', () => {
  /** Of the sound code, and where every second one has to go wrong; and how many may pass until one does. */
  const SEEDS = 30
  const MOST_SEEDS = 100
  const CONTROL_MS = 600_000

  /** Mostly members that hang with a batch in hand, are given up, and go on: what the compare-and-set is there for. */
  function zombiesOf(seed: number): Fate[] {
    const random = seededRandom(seed)
    const hangs = Array.from({ length: 8 }, (): Fate => {
      return { point: 'feature.commit.before', nth: random.int(1, 16), how: 'hangs' }
    })
    return [...hangs, ...drawFates(random, POINTS, 4, 5)]
  }

  type Weakened = Partial<Parameters<typeof collectAndFold>[0]>

  /** Whether profiles are wrong at the end. */
  async function endsWrong(seed: number, weaken: Weakened): Promise<boolean> {
    const { violations } = await collectAndFold({ seed, fates: zombiesOf(seed), ...weaken })
    return violations.some((text) => text.includes('the profile of'))
  }

  async function wrongSeeds(weaken: Weakened): Promise<number> {
    let wrong = 0
    for (let seed = 1; seed <= SEEDS; seed += 1) if (await endsWrong(seed, weaken)) wrong += 1
    return wrong
  }

  async function firstWrongSeed(weaken: Weakened): Promise<number | null> {
    for (let seed = 1; seed <= MOST_SEEDS; seed += 1) if (await endsWrong(seed, weaken)) return seed
    return null
  }

  it(
    'ends in wrong profiles without the compare-and-set, and only then',
    async () => {
      expect(await wrongSeeds({})).toBe(0)
      expect(await firstWrongSeed({ weaken: withoutCompareAndSet })).not.toBeNull()
    },
    CONTROL_MS,
  )

  it(
    'ends in wrong profiles where the last to arrive wins',
    async () => {
      foldSeam.instead = lastToArriveWins(profiles)
      try {
        expect(await wrongSeeds({})).toBeGreaterThan(SEEDS / 2)
      } finally {
        foldSeam.instead = null
      }
    },
    CONTROL_MS,
  )
})
