import { describe, expect, it } from '@jest/globals'
import { TRAINER_SETTINGS } from '../settings.ts'
import { isDue, shouldTrain, shouldTune } from './schedule.ts'
import type { ScheduleFacts } from './schedule.ts'

const settings = { ...TRAINER_SETTINGS, minEvents: 100, minIntervalMs: 30_000, quietMs: 500, patienceMs: 20_000 }
const facts: ScheduleFacts = {
  nowMs: 1_000_000,
  caughtUp: true,
  events: 100,
  modelEvents: null,
  untuned: false,
  lastTrainingAtMs: null,
  lastEventAtMs: 0,
  dueSinceMs: null,
}

describe('isDue', () => {
  it.each<[boolean, string, Partial<ScheduleFacts>]>([
    [true, 'there is no model and there are enough events', {}],
    [false, 'there are too few events', { events: 99 }],
    [false, 'the log has not been read to the end', { caughtUp: false }],
    [false, 'the last training, though it failed, was just now', { lastTrainingAtMs: 999_999 }],
    [true, 'the last training was long enough ago', { lastTrainingAtMs: 970_000 }],
    [false, 'less than a thousand events are new', { events: 1200, modelEvents: 201 }],
    [true, 'a thousand events are new', { events: 1201, modelEvents: 201 }],
    [true, 'nothing is new, but the model in use was never tuned', { modelEvents: 100, untuned: true }],
    [false, 'a first model was just now', { modelEvents: 100, untuned: true, lastTrainingAtMs: 999_999 }],
    [false, 'less than a tenth of the events is new', { events: 109_999, modelEvents: 100_000 }],
    [true, 'a tenth of the events is new', { events: 110_000, modelEvents: 100_000 }],
  ])('is %p when %s', (due, _, change) => {
    expect(isDue({ ...facts, ...change }, settings)).toBe(due)
  })
})

describe('shouldTrain', () => {
  it('waits for a pause between events', () => {
    expect(shouldTrain({ ...facts, lastEventAtMs: 999_501 }, settings)).toBe(false)
    expect(shouldTrain({ ...facts, lastEventAtMs: 999_500 }, settings)).toBe(true)
  })

  it('does not wait for ever', () => {
    const busy = { ...facts, lastEventAtMs: 1_000_000 }
    expect(shouldTrain({ ...busy, dueSinceMs: 980_001 }, settings)).toBe(false)
    expect(shouldTrain({ ...busy, dueSinceMs: 980_000 }, settings)).toBe(true)
  })
})

describe('shouldTune', () => {
  it('is true when asked, and once there are half as many plays again as when it was last done', () => {
    expect(shouldTune({ asked: true, plays: 100, tunedPlays: 100 })).toBe(true)
    expect(shouldTune({ asked: false, plays: 149, tunedPlays: 100 })).toBe(false)
    expect(shouldTune({ asked: false, plays: 150, tunedPlays: 100 })).toBe(true)
  })
})
