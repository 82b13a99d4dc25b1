import * as files from 'node:fs/promises'
import { describe, it, jest } from '@jest/globals'
import * as profiles from '@upnext/profiles'
import { seededRandom } from '@upnext/testkit'
import { drawFates } from './crash/draw-fates.ts'
import { seamed } from './crash/fold-seam.ts'
import { CHECKPOINT_POINTS } from './crash/points.ts'
import { withDisk } from './disk/disk-seam.ts'
import { CRASHES, expectCrashes, runStories, storiesTimeoutMs } from './runs.ts'
import { forgetTimers, stopTime } from './timers.ts'

jest.unstable_mockModule('@upnext/profiles', () => seamed(profiles))
jest.unstable_mockModule('node:fs/promises', () => withDisk(files))
const { countAndCheckpoint } = await import('./stories/count-and-checkpoint.ts')

stopTime()

describe('a trainer under crashes and power cuts', () => {
  it(
    `counts every event once, with ${CRASHES} crashes and more at each named point`,
    async () => {
      const tally = await runStories(CHECKPOINT_POINTS, 'trainer-crashes', async (seed) => {
        const run = await countAndCheckpoint(seed, drawFates(seededRandom(seed ^ 0x5eed), CHECKPOINT_POINTS, 12, 4))
        forgetTimers()
        return run
      })
      expectCrashes(tally, CHECKPOINT_POINTS)
    },
    storiesTimeoutMs(),
  )
})
