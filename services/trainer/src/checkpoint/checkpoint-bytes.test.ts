import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { isViewerKey } from '@upnext/contracts'
import { TRAINING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { COUNT_SETTINGS, countsToBytes, createCounts } from '@upnext/recsys'
import { generateEvents } from '@upnext/testkit'
import { observationsOf } from '../counting/observations.ts'
import { CheckpointRefusedError, checkpointFromBytes, checkpointToBytes } from './checkpoint-bytes.ts'
import type { Checkpoint } from './checkpoint-bytes.ts'

function aCheckpoint(): Checkpoint {
  const profiles = new Map<string, ReturnType<typeof emptyProfile>>()
  const counts = createCounts(COUNT_SETTINGS)
  for (const event of generateEvents({ seed: 1, viewers: 5, events: 100 })) {
    const result = fold(profiles.get(event.viewer) ?? emptyProfile(), event, TRAINING_CAPS)
    profiles.set(event.viewer, result.profile)
    for (const { history, item, weight } of observationsOf(result, 10)) counts.observe(history, item, weight)
  }
  const packed = [...profiles].flatMap(([key, profile]) =>
    isViewerKey(key) ? [[key, encodeProfile(profile)] as const] : [],
  )
  const positions = new Map([
    [3, 41],
    [0, 7],
  ])
  return { topic: 'topic', positions, viewers: new Map(packed), counts, events: 99, model: { id: 'm1-x', events: 50 } }
}

const checkpoint = aCheckpoint()
const bytes = checkpointToBytes(checkpoint, COUNT_SETTINGS)

describe('a checkpoint as bytes', () => {
  it('comes back as it was', () => {
    const { counts, viewers, ...rest } = checkpointFromBytes(bytes, 'topic', COUNT_SETTINGS)
    const { counts: countsBefore, viewers: viewersBefore, ...before } = checkpoint
    expect(rest).toEqual(before)
    expect([...viewers].sort()).toEqual(
      [...viewersBefore].map(([key, packed]) => [key, Uint8Array.from(packed)]).sort(),
    )
    expect(countsToBytes(counts, COUNT_SETTINGS)).toEqual(countsToBytes(countsBefore, COUNT_SETTINGS))
  })

  it('is refused when any byte differs, and when cut short', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const broken = Uint8Array.from(bytes)
        broken[at] = (broken[at] ?? 0) ^ change
        expect(() => checkpointFromBytes(broken, 'topic', COUNT_SETTINGS)).toThrow(CheckpointRefusedError)
        expect(() => checkpointFromBytes(bytes.subarray(0, at), 'topic', COUNT_SETTINGS)).toThrow(
          CheckpointRefusedError,
        )
      }),
    )
  })

  it('is refused for another topic, and with other settings', () => {
    expect(() => checkpointFromBytes(bytes, 'other', COUNT_SETTINGS)).toThrow(CheckpointRefusedError)
    expect(() => checkpointFromBytes(bytes, 'topic', { ...COUNT_SETTINGS, window: 3 })).toThrow(CheckpointRefusedError)
  })
})
