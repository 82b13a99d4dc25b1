import { describe, expect, it } from '@jest/globals'
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { isViewerKey } from '@upnext/contracts'
import { observationsOf } from '@upnext/learning'
import { TRAINING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { MODEL_SETTINGS, countsToBytes } from '@upnext/recsys'
import { generateEvents } from '@upnext/testkit'
import { createLiveCounts, nothingCounted } from '../counting/live-counts.ts'
import { countTrend } from '../trends/count-trend.ts'
import { createTrendCounts } from '../trends/trend-counts.ts'
import { CheckpointRefusedError, checkpointFromBytes, checkpointToBytes } from './checkpoint-bytes.ts'
import type { Checkpoint } from './checkpoint-bytes.ts'

function aCheckpoint(): Checkpoint {
  const profiles = new Map<string, ReturnType<typeof emptyProfile>>()
  const trends = createTrendCounts()
  const live = createLiveCounts({ ...nothingCounted(MODEL_SETTINGS), unit: 0.7 })
  for (const event of generateEvents({ seed: 1, viewers: 5, events: 100 })) {
    const result = fold(profiles.get(event.viewer) ?? emptyProfile(), event, TRAINING_CAPS)
    profiles.set(event.viewer, result.profile)
    for (const observation of observationsOf(result, live.window())) {
      live.observe(observation)
      countTrend(trends, observation, { ...event, country: observation.weight > 0.5 ? 'DE' : 'AT' })
    }
  }
  const packed = [...profiles].flatMap(([key, profile]) =>
    isViewerKey(key) ? [[key, encodeProfile(profile)] as const] : [],
  )
  const positions = new Map([
    [3, 41],
    [0, 7],
  ])
  const model = { id: 'm1-x', events: 50 }
  return {
    topic: 'topic',
    positions,
    viewers: new Map(packed),
    counted: live.state(),
    trends: trends.state(),
    events: 99,
    model,
  }
}

const checkpoint = aCheckpoint()
const bytes = checkpointToBytes(checkpoint, MODEL_SETTINGS)

describe('a checkpoint as bytes', () => {
  it('comes back as it was', () => {
    const { counted, viewers, ...rest } = checkpointFromBytes(bytes, 'topic', MODEL_SETTINGS)
    const { counted: countedBefore, viewers: viewersBefore, ...before } = checkpoint
    expect(rest).toEqual(before)
    expect([...viewers].sort()).toEqual(
      [...viewersBefore].map(([key, packed]) => [key, Uint8Array.from(packed)]).sort(),
    )
    expect(countsToBytes(counted.counts)).toEqual(countsToBytes(countedBefore.counts))
    expect({ ...counted, counts: null }).toEqual({ ...countedBefore, counts: null })
  })

  it('goes on with what is watched of late, country by country', () => {
    const { trends } = checkpointFromBytes(bytes, 'topic', MODEL_SETTINGS)
    expect([...trends.keys()]).toEqual(['', 'AT', 'DE'])
    expect(createTrendCounts(trends).state()).toEqual(checkpoint.trends)
  })

  it('is refused when it was made before trends were counted, by a version that says so', () => {
    // The digest is over everything from the magic on, where the version follows.
    const body = Buffer.from(bytes.subarray(32))
    body.writeUInt32LE(2, 8)
    const older = Buffer.concat([createHash('sha256').update(body).digest(), body])
    expect(() => checkpointFromBytes(older, 'topic', MODEL_SETTINGS)).toThrow('version 2, this program reads version 3')
  })

  it('is refused when any byte differs, and when cut short', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = Uint8Array.from(bytes)
        broken[at] = (broken[at] ?? 0) ^ change
        expect(() => checkpointFromBytes(broken, 'topic', MODEL_SETTINGS)).toThrow(CheckpointRefusedError)
        expect(() => checkpointFromBytes(bytes.subarray(0, at), 'topic', MODEL_SETTINGS)).toThrow(
          CheckpointRefusedError,
        )
      }),
    )
  })

  it('is refused for another topic, and with other settings', () => {
    expect(() => checkpointFromBytes(bytes, 'other', MODEL_SETTINGS)).toThrow(CheckpointRefusedError)
    expect(() => checkpointFromBytes(bytes, 'topic', { ...MODEL_SETTINGS, neighbours: 3 })).toThrow(
      CheckpointRefusedError,
    )
  })
})
