import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { ViewerEvent } from '@upnext/contracts'
import { TRAINING_CAPS, emptyProfile, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { Play } from '@upnext/recsys'
import { aRating, aWatch, anEvent } from '@upnext/testkit'
import fc from 'fast-check'
import { observationsOf } from './observations.ts'
import type { Observation } from './observations.ts'
import { playsOf } from './plays-of.ts'
import { BOUNCE, LENGTH_S, MINUTE_MS, TO_THE_END } from './testing/a-title.ts'
import { titleWeight } from './title-weight.ts'

interface Observed {
  readonly profile: Profile
  /** By event. */
  readonly observations: readonly Observation[][]
}

function observe(events: readonly ViewerEvent[], window = 10): Observed {
  let profile = emptyProfile()
  const observations = events.map((event) => {
    const result = fold(profile, event, TRAINING_CAPS)
    profile = result.profile
    return observationsOf(result, window)
  })
  return { profile, observations }
}

const observationsAfter = (...events: ViewerEvent[]) => observe(events).observations

function rated(itemId: string, minute: number, halfStars: number): ViewerEvent {
  return anEvent({ occurredAtMs: minute * MINUTE_MS, kind: aRating(itemId, halfStars) })
}

function watched(itemId: string, minute: number, positionS: number, sessionId = `${itemId} ${minute}`): ViewerEvent {
  const atMs = minute * MINUTE_MS
  const kind = aWatch({ itemId, sessionId, sessionStartedAtMs: atMs, positionS, durationS: LENGTH_S })
  return anEvent({ occurredAtMs: atMs, kind })
}

const weightsOf = (observations: readonly Observation[] | undefined) => observations?.map(({ weight }) => weight)
const namesOf = (plays: readonly Play[] | undefined) => plays?.map(({ item }) => item)
const sumOf = (plays: readonly Play[]) => plays.reduce((sum, { weight }) => sum + Math.max(0, weight), 0)

describe('observationsOf', () => {
  it('observes a new title after the liked titles before it, newest first', () => {
    const [, , , last] = observationsAfter(rated('a', 0, 10), rated('b', 1, 1), rated('c', 2, 10), rated('d', 3, 10))
    const before = [
      { item: itemHash('c'), weight: 1, atMs: 2 * MINUTE_MS },
      { item: itemHash('a'), weight: 1, atMs: 0 },
    ]
    expect(last).toEqual([{ history: before, item: itemHash('d'), weight: 1, atMs: 3 * MINUTE_MS }])
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

  it('gives a late title only those from before it', () => {
    const [, , late] = observationsAfter(rated('a', 0, 10), rated('c', 2, 10), rated('b', 1, 10))
    expect(namesOf(late?.[0]?.history)).toEqual([itemHash('a')])
  })

  it('knows of a title that was played again later that it was played before, too', () => {
    const [, , late] = observationsAfter(
      watched('a', 0, TO_THE_END),
      watched('a', 9, TO_THE_END),
      watched('b', 5, TO_THE_END),
    )
    expect(late?.[0]?.history).toEqual([{ item: itemHash('a'), weight: 1.2, atMs: 0 }])
  })

  it('observes a live watch bit by bit: together as much as if it had been finished at once', () => {
    const [, ...bits] = observationsAfter(
      rated('a', 0, 10),
      watched('b', 1, 0),
      watched('b', 1, 1000),
      watched('b', 1, 3000),
      watched('b', 1, 6000),
    )
    expect(bits.map((bit) => bit.length)).toEqual([0, 1, 1, 1])
    expect(sumOf(bits.flat())).toBeCloseTo(1, 10)
  })

  it('observes a title that is watched again in full, and what the first time gained by it', () => {
    const [, , again] = observationsAfter(
      watched('a', 0, TO_THE_END),
      watched('b', 5, TO_THE_END),
      watched('a', 9, TO_THE_END),
    )
    expect(again?.map(({ atMs, weight, history }) => [atMs / MINUTE_MS, weight, namesOf(history)])).toEqual([
      [9, 1.2, [itemHash('b')]],
      [0, expect.closeTo(0.2, 10), []],
    ])
  })

  it('observes nothing for a bounce beside another session', () => {
    const [, , bounce] = observationsAfter(
      watched('b', 0, TO_THE_END),
      watched('a', 1, TO_THE_END),
      watched('a', 9, BOUNCE),
    )
    expect(bounce).toEqual([])
  })

  it('takes a rating of a watched title for no new play, and a first session of a rated title for the same one', () => {
    const [, rating] = observationsAfter(watched('a', 1, 3000), rated('a', 5, 10))
    const [first] = rating ?? []
    expect(rating).toHaveLength(1)
    expect(first?.atMs).toBe(1 * MINUTE_MS)
    expect(first?.weight).toBeCloseTo(1 - (0.3 + (0.7 * 0.2) / 0.55), 10)

    const [, session, second] = observationsAfter(
      rated('a', 1, 10),
      watched('a', 2, TO_THE_END),
      watched('a', 3, TO_THE_END),
    )
    expect(session).toEqual([])
    expect(weightsOf(second)).toEqual([1])
  })

  it('is, for complete events in order, one observation for each play', () => {
    fc.assert(
      fc.property(completeEvents, fc.constantFrom(1, 2, 3, 10), (events, window) => {
        const { profile, observations } = observe(events, window)
        const expected = onePerPlay(playsOf(profile), window)
        const [got, wanted] = [weightByMoment(observations.flat()), weightByMoment(expected)]
        expect([...got.keys()].sort()).toEqual([...wanted.keys()].sort())
        for (const [moment, weight] of wanted) expect(got.get(moment)).toBeCloseTo(weight, 10)
      }),
      { numRuns: 1000 },
    )
  })

  it('is, for progress in whatever order, as much weight as all plays have', () => {
    const bit = fc
      .record({ item: fc.constantFrom('a', 'b', 'c'), minute: fc.nat(6), positionS: fc.nat(LENGTH_S) })
      .map(({ item, minute, positionS }) => watched(item, minute, positionS))
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 40 }), (events) => {
        const { profile, observations } = observe([...events, ...events.slice(0, 5)])
        expect(sumOf(observations.flat())).toBeCloseTo(sumOf(playsOf(profile)), 8)
      }),
      { numRuns: 500 },
    )
  })
})

/**
 * In the order of plays, each with all that it will ever say. Left out is what would revise a play that others were counted
 * after: a rating that lowers a weight or makes a bounce liked, and a session of a title that was only rated.
 */
const completeEvents = fc
  .array(
    fc.record({
      item: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      minute: fc.nat(12),
      positionS: fc.constantFrom(BOUNCE, 600, 3000, 5000, TO_THE_END),
      rates: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    }),
    { maxLength: 25 },
  )
  .map((steps) => {
    const inOrder = steps.toSorted(
      (a, b) => a.minute - b.minute || (itemHash(a.item) < itemHash(b.item) ? -1 : a.item === b.item ? 0 : 1),
    )
    let profile = emptyProfile()
    return inOrder.flatMap(({ item, minute, positionS, rates }, i) => {
      const known = profile.recent.entries.find(({ key }) => key === itemHash(item))
      const weight = known === undefined ? 0 : titleWeight(known)
      const revises = known !== undefined && (known.sessions.length === 0 || (rates && (weight <= 0 || weight > 1)))
      if (revises) return []
      const event = rates ? rated(item, minute, 10) : watched(item, minute, positionS, `session ${i}`)
      profile = fold(profile, event, TRAINING_CAPS).profile
      return [event]
    })
  })

/** The same once more, from all plays at once. */
function onePerPlay(plays: readonly Play[], window: number): Observation[] {
  return plays.flatMap((play, i) => {
    if (play.weight <= 0) return []
    const newestFirst = plays
      .slice(0, i)
      .reverse()
      .filter(({ item, weight }) => item !== play.item && weight > 0)
    const once = newestFirst.filter(({ item }, at) => newestFirst.findIndex((other) => other.item === item) === at)
    return [{ ...play, history: once.slice(0, window) }]
  })
}

/** By what was played when, and after what; weights of one moment belong together. */
function weightByMoment(observations: readonly Observation[]): Map<string, number> {
  const weights = new Map<string, number>()
  for (const { atMs, item, history, weight } of observations) {
    const moment = [{ atMs, item }, ...history].map((play) => `${play.item} at ${play.atMs}`).join(' after ')
    weights.set(moment, (weights.get(moment) ?? 0) + weight)
  }
  return weights
}
