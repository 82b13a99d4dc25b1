import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { TRAINING_CAPS, emptyProfile, fold } from '@upnext/profiles'
import { TEST_TIME_MS, aRating, aWatch, anEvent } from '@upnext/testkit'
import { observationsOf } from './observations.ts'
import type { Observation } from './observations.ts'

function observationsAfter(...events: ViewerEvent[]): Observation[][] {
  let profile = emptyProfile()
  return events.map((event) => {
    const result = fold(profile, event, TRAINING_CAPS)
    profile = result.profile
    return observationsOf(result, 10)
  })
}

function rated(itemId: string, minute: number, halfStars: number): ViewerEvent {
  return anEvent({ occurredAtMs: TEST_TIME_MS + minute * 60_000, kind: aRating(itemId, halfStars) })
}

function watched(itemId: string, minute: number, positionS: number): ViewerEvent {
  const occurredAtMs = TEST_TIME_MS + minute * 60_000
  const kind = aWatch({ itemId, sessionId: itemId, sessionStartedAtMs: occurredAtMs, positionS, durationS: 6000 })
  return anEvent({ occurredAtMs, kind })
}

describe('observationsOf', () => {
  it('observes a new title after the liked titles before it, newest first', () => {
    const [, , , last] = observationsAfter(rated('a', 0, 10), rated('b', 1, 1), rated('c', 2, 10), rated('d', 3, 10))
    expect(last).toEqual([{ history: ['c', 'a'].map(itemHash), item: itemHash('d'), weight: 1 }])
  })

  it('observes nothing for an event that comes again, and nothing for a dislike', () => {
    const [, , again, disliked] = observationsAfter(
      rated('a', 0, 10),
      rated('b', 1, 10),
      rated('b', 1, 10),
      rated('c', 2, 1),
    )
    expect([again, disliked]).toEqual([[], []])
  })

  it('observes a live watch bit by bit: together as much as if it had been finished at once', () => {
    const bits = observationsAfter(
      rated('a', 0, 10),
      watched('b', 1, 0),
      watched('b', 1, 1000),
      watched('b', 1, 3000),
      watched('b', 1, 6000),
    ).flat()
    expect(bits.every(({ item }) => item === itemHash('b') || item === itemHash('a'))).toBe(true)
    const weights = bits.flatMap(({ item, weight }) => (item === itemHash('b') ? [weight] : []))
    expect(weights).toHaveLength(3)
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10)
  })

  it('gives a late title only those from before it', () => {
    const [, , late] = observationsAfter(rated('a', 0, 10), rated('c', 2, 10), rated('b', 1, 10))
    expect(late?.[0]?.history).toEqual([itemHash('a')])
  })
})
