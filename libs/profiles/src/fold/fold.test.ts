import { describe, expect, it } from '@jest/globals'
import { ViewerEvent, itemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { decodeProfile } from '../codec/decode.ts'
import { encodeProfile } from '../codec/encode.ts'
import { SERVING_CAPS, TRAINING_CAPS } from '../types.ts'
import type { Caps, Profile } from '../types.ts'
import { TINY, arbitraryEvent, arbitraryEvents } from './arbitrary-events.ts'
import { UnfoldableEventError, emptyProfile, fold } from './fold.ts'
import { profileOf } from './oracle.ts'

const runs = { numRuns: 2000 }

const foldAll = (events: readonly ViewerEvent[], caps: Caps): Profile =>
  events.reduce((profile, event) => fold(profile, event, caps).profile, emptyProfile())
const bytesOf = (profile: Profile): string => Buffer.from(encodeProfile(profile)).toString('hex')

/** A permutation of the events in which some stand twice. */
const doubledAndShuffled = (events: readonly ViewerEvent[]) =>
  fc
    .subarray([...events])
    .chain((again) => fc.shuffledSubarray([...events, ...again], { minLength: events.length + again.length }))

const scripts = arbitraryEvents({ maxLength: 60 }).chain((events) =>
  fc.record({ events: fc.constant(events), other: doubledAndShuffled(events) }),
)

describe('fold', () => {
  it.each([
    ['tiny caps, which overflow', TINY],
    ['the serving caps', SERVING_CAPS],
    ['the training caps', TRAINING_CAPS],
  ])('ends in the bytes that all events at once give, in any order and with duplicates: %s', (_, caps) => {
    fc.assert(
      fc.property(scripts, ({ events, other }) => {
        const expected = bytesOf(profileOf(events, caps))
        expect(bytesOf(foldAll(events, caps))).toBe(expected)
        expect(bytesOf(foldAll(other, caps))).toBe(expected)
      }),
      runs,
    )
  })

  it('ends in the same bytes when the profile is packed and unpacked after every event', () => {
    fc.assert(
      fc.property(scripts, ({ events, other }) => {
        const stored = other.reduce(
          (bytes, event) => encodeProfile(fold(decodeProfile(bytes), event, TINY).profile),
          encodeProfile(emptyProfile()),
        )
        expect(Buffer.from(stored).toString('hex')).toBe(bytesOf(profileOf(events, TINY)))
      }),
      { numRuns: 500 },
    )
  })

  it('reports no change for an event that was folded before', () => {
    fc.assert(
      fc.property(arbitraryEvents({ minLength: 1, maxLength: 30 }), (events) => {
        const profile = foldAll(events, TINY)
        for (const event of events) expect(fold(profile, event, TINY).delta.titles).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('never changes the profile that it was given', () => {
    fc.assert(
      fc.property(arbitraryEvents({ maxLength: 30 }), arbitraryEvent, (events, event) => {
        const profile = foldAll(events, TINY)
        const before = structuredClone(profile)
        fold(profile, event, TINY)
        expect(profile).toEqual(before)
      }),
      { numRuns: 300 },
    )
  })

  it('reports a first rating, and then its change with what stood before', () => {
    const first = fold(emptyProfile(), rating('7', 8, 1000), SERVING_CAPS)
    const second = fold(first.profile, rating('7', 10, 2000), SERVING_CAPS)
    const title = (code: number, atMs: number) => ({ key: itemHash('7'), sessions: [], rated: { atMs, code } })
    expect(first.delta.titles).toEqual([{ before: null, after: title(8, 1000) }])
    expect(second.delta.titles).toEqual([{ before: title(8, 1000), after: title(10, 2000) }])
  })

  it('keeps the furthest point of each session, and of a title the newest sessions', () => {
    const caps = { ...SERVING_CAPS, sessions: 2 }
    const events = [
      watch('7', 's1', 1000, 90),
      watch('7', 's3', 3000, 5),
      watch('7', 's2', 2000, 40),
      watch('7', 's2', 2000, 10),
      watch('7', 's3', 3000, 20),
      watch('7', 's1', 1000, 100),
    ]
    const [title] = foldAll(events, caps).recent.entries
    expect(title?.sessions.map(({ atMs, positionS }) => [atMs, positionS])).toEqual([
      [3000, 20],
      [2000, 40],
    ])
  })

  it('forgets the sessions that an erasure covers, and keeps the later ones of the same title', () => {
    const erase: ViewerEvent = { ...event(9000), kind: { $case: 'erase', value: { throughMs: 2000 } } }
    const events = [watch('7', 's1', 1000, 90), watch('7', 's2', 2000, 40), watch('7', 's3', 3000, 5), erase]
    const [title] = foldAll(events, SERVING_CAPS).recent.entries
    expect(title?.sessions.map(({ atMs }) => atMs)).toEqual([3000])
  })

  it('leaves an unknown kind and a rating without value alone', () => {
    const empty = ViewerEvent.decode(new Uint8Array())
    const unrated: ViewerEvent = { ...empty, kind: { $case: 'rating', value: { itemId: '7', value: undefined } } }
    expect(fold(emptyProfile(), empty, SERVING_CAPS).profile).toBe(emptyProfile())
    expect(fold(emptyProfile(), unrated, SERVING_CAPS).profile).toBe(emptyProfile())
  })

  it.each([Number.NaN, 2 ** 51, -(2 ** 51), 0.5])('refuses a time that no clock shows: %p', (atMs) => {
    expect(() => fold(emptyProfile(), rating('7', 8, atMs), SERVING_CAPS)).toThrow(UnfoldableEventError)
  })

  it('keeps nothing of what an erasure covers, also when it comes late, and keeps what protects a child', () => {
    const settings = { kids: true, maturityLimit: 6, country: 'DE', clear: [] }
    const child: ViewerEvent = { ...event(10), kind: { $case: 'settings', value: { ...emptySettings, ...settings } } }
    const erase: ViewerEvent = { ...event(60), kind: { $case: 'erase', value: { throughMs: 50 } } }
    const profile = foldAll(
      [rating('7', 8, 20), erase, child, rating('8', 8, 40), rating('9', 8, 86_400_001)],
      SERVING_CAPS,
    )
    expect(profile.recent.entries.map((title) => title.key)).toEqual([itemHash('9')])
    expect(profile.seen).toHaveLength(1)
    expect(profile.settings).toMatchObject({ kids: { value: true }, maturityLimit: { value: 6 }, country: null })
  })
})

const emptySettings = {
  kids: undefined,
  maturityLimit: undefined,
  languages: undefined,
  country: undefined,
  tier: undefined,
  shareWatching: undefined,
}

function event(occurredAtMs: number): ViewerEvent {
  return { ...ViewerEvent.decode(new Uint8Array()), occurredAtMs }
}

function watch(itemId: string, sessionId: string, sessionStartedAtMs: number, positionS: number): ViewerEvent {
  const value = { itemId, episodeId: '', positionS, durationS: 100, sessionId, sessionStartedAtMs, phase: 2 as const }
  return { ...event(sessionStartedAtMs + positionS), kind: { $case: 'watch', value } }
}

function rating(itemId: string, halves: number, occurredAtMs: number): ViewerEvent {
  const value = { itemId, value: { $case: 'halfStars' as const, value: halves } }
  return { ...event(occurredAtMs), kind: { $case: 'rating', value } }
}
