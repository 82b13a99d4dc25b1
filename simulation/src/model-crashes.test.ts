import { describe, it } from '@jest/globals'
import { seededRandom } from '@upnext/testkit'
import { drawFates } from './crash/draw-fates.ts'
import { MODEL_POINTS } from './crash/points.ts'
import { CRASHES, expectCrashes, runStories, storiesTimeoutMs } from './runs.ts'
import { publishModels } from './stories/publish-models.ts'

describe('publishing models under crashes', () => {
  it(
    `shows whole models only, and the newest trainer's, with ${CRASHES} crashes and more at each named point`,
    async () => {
      const tally = await runStories(MODEL_POINTS, 'model-crashes', (seed) =>
        publishModels(seed, drawFates(seededRandom(seed ^ 0x5eed), MODEL_POINTS, 10, 6)),
      )
      expectCrashes(tally, MODEL_POINTS)
    },
    storiesTimeoutMs(),
  )
})
