/** From events, through the fold, to what is watched of late. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ViewerEvent } from '@upnext/contracts'
import { itemHash } from '@upnext/contracts'
import { observationsOf } from '@upnext/learning'
import { TRAINING_CAPS, emptyProfile, fold } from '@upnext/profiles'
import { TRENDING_HALF_LIFE_MS } from '@upnext/recsys'
import { aRating, aWatch, anEvent } from '@upnext/testkit'
import { countTrend } from './count-trend.ts'
import { createTrendCounts } from './trend-counts.ts'

const NOW_MS = 1_790_000_000_000
const MINUTE_MS = 60_000
const LENGTH_S = 7200

/** Of one viewer. */
function trendsOf(events: readonly ViewerEvent[]) {
  const trends = createTrendCounts()
  let profile = emptyProfile()
  for (const event of events) {
    const result = fold(profile, event, TRAINING_CAPS)
    for (const observation of observationsOf(result, 10)) countTrend(trends, observation, event)
    profile = result.profile
  }
  return trends
}

function playsOf(events: readonly ViewerEvent[], form: 'trending' | 'popular', country = 'DE'): number {
  return trendsOf(events).of(country, NOW_MS, 10)[form][0]?.plays ?? 0
}

/** Two hours of film, begun `agoMinutes` ago and seen up to `minute`. */
function watched(minute: number, agoMinutes: number, country = 'DE'): ViewerEvent {
  const sessionStartedAtMs = NOW_MS - agoMinutes * MINUTE_MS
  const kind = aWatch({ sessionStartedAtMs, positionS: minute * 60, durationS: LENGTH_S })
  return anEvent({ country, occurredAtMs: sessionStartedAtMs + minute * MINUTE_MS, kind })
}

describe('what an event adds to what is watched of late', () => {
  it('counts where the event says it was, and once however often it is sent', () => {
    const event = watched(120, 120)
    expect(playsOf([event], 'trending')).toBeCloseTo(1, 5)
    expect(playsOf([event, event, event], 'trending')).toBe(playsOf([event], 'trending'))
    expect(playsOf([event], 'trending', '')).toBeCloseTo(1, 5)
    expect(playsOf([event], 'trending', 'AT')).toBe(0)
  })

  it('counts no bounce and no bad rating', () => {
    const bad = anEvent({ country: 'DE', occurredAtMs: NOW_MS, kind: aRating('movie-1', 1) })
    const bounce = aWatch({ sessionStartedAtMs: NOW_MS, positionS: 20, durationS: LENGTH_S })
    expect(playsOf([bad], 'popular')).toBe(0)
    expect(playsOf([anEvent({ country: 'DE', occurredAtMs: NOW_MS, kind: bounce })], 'popular')).toBe(0)
  })

  it('counts a long film while it is watched, not only as it begins', () => {
    const bitByBit = [1, 30, 60, 90, 120].map((minute) => watched(minute, 120))
    const asOfItsStart = 2 ** ((-120 * MINUTE_MS) / TRENDING_HALF_LIFE_MS)
    expect(playsOf(bitByBit, 'trending')).toBeGreaterThan(2 * asOfItsStart)
    expect(playsOf(bitByBit, 'trending')).toBeLessThan(1)
    expect(playsOf(bitByBit, 'popular')).toBeCloseTo(1, 2)
  })

  it('counts history by its own time: it trends no more, and is hardly popular', () => {
    const yearAgo = 365 * 24 * 60
    expect(playsOf([watched(120, yearAgo)], 'trending')).toBe(0)
    expect(playsOf([watched(120, yearAgo)], 'popular')).toBe(0)
    expect(playsOf([watched(120, 30 * 24 * 60 + 120)], 'popular')).toBeCloseTo(0.5, 2)
    // Rated today, watched a year ago.
    const rated = anEvent({ country: 'DE', occurredAtMs: NOW_MS, kind: aRating('movie-1', 10) })
    expect(playsOf([watched(50, yearAgo), rated], 'trending')).toBe(0)
  })

  it('counts as much whatever the order and repetition of events, no earlier than the start and no later than the end', () => {
    const events = [1, 20, 40, 60, 80, 100, 120].map((minute) => watched(minute, 120))
    const least = 2 ** ((-120 * MINUTE_MS) / TRENDING_HALF_LIFE_MS)
    const orders = fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length })
    fc.assert(
      fc.property(orders, (order) => {
        expect(playsOf(order, 'popular')).toBeCloseTo(playsOf(events, 'popular'), 2)
        expect(playsOf(order, 'trending')).toBeGreaterThan(least)
        expect(playsOf(order, 'trending')).toBeLessThanOrEqual(1.000001)
      }),
    )
  })

  it('knows titles by the hashes of their ids', () => {
    expect(trendsOf([watched(120, 120)]).of('DE', NOW_MS, 10).popular[0]?.item).toBe(itemHash('movie-1'))
  })
})
