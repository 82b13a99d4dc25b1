import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { SERVING_CAPS, emptyProfile, fold } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import { TEST_TIME_MS, aRating, aWatch, anEvent } from '@upnext/testkit'
import { diffProfiles } from './diff-profiles.ts'

const nameOf = (hash: string): string => (hash === itemHash('movie-1') ? 'Heat' : `title ${hash}`)
const empty = emptyProfile()
const section = <Entry>(...entries: Entry[]) => ({ entries, horizon: null })

function foldOf(...events: Parameters<typeof anEvent>[0][]): Profile {
  return events.reduce((profile, event) => fold(profile, anEvent(event), SERVING_CAPS).profile, empty)
}

describe('the difference of two profiles', () => {
  it('is none where they say the same', () => {
    const profile = foldOf({}, { kind: aRating() })
    expect(diffProfiles(profile, profile, nameOf)).toEqual([])
    expect(diffProfiles(null, null, nameOf)).toEqual([])
  })

  it('says who has no profile at all', () => {
    expect(diffProfiles(empty, null, nameOf)).toEqual([{ section: 'viewer', about: '', a: 'a profile', b: null }])
  })

  it('names the title, and what each says of it', () => {
    const [four, five] = [foldOf({ kind: aRating('movie-1', 8) }), foldOf({ kind: aRating('movie-1', 10) })]
    expect(diffProfiles(four, five, nameOf)).toEqual([
      {
        section: 'recent',
        about: 'Heat',
        a: 'rated 4 at 2026-01-01T00:00:00.000Z',
        b: 'rated 5 at 2026-01-01T00:00:00.000Z',
      },
    ])
  })

  it('tells what only one of them has, in every section that has it', () => {
    const watched = foldOf({ kind: aWatch({ itemId: 'movie-1', positionS: 60, durationS: 100 }) })
    expect(diffProfiles(watched, empty, nameOf)).toEqual([
      {
        section: 'recent',
        about: 'Heat',
        a: 'watched 60 of 100 s at 2026-01-01T00:00:00.000Z',
        b: null,
      },
      expect.objectContaining({ section: 'seen', a: '2026-01-01T00:00:00.000Z', b: null }),
    ])
  })

  it.each<[string, Partial<Profile>, string]>([
    [
      'dismissed',
      {
        dismissed: section({ key: itemHash('movie-1'), notInterested: { atMs: 0, on: true }, continueWatching: null }),
      },
      'not interested yes at 1970-01-01T00:00:00.000Z',
    ],
    [
      'list',
      { list: section({ key: itemHash('movie-1'), listed: { atMs: 0, on: false } }) },
      'listed no at 1970-01-01T00:00:00.000Z',
    ],
    [
      'transactions',
      { transactions: section({ key: itemHash('movie-1'), rented: { atMs: 0, expiresAtMs: 0 }, bought: null }) },
      'rented at 1970-01-01T00:00:00.000Z, expires at never',
    ],
    [
      'impressions',
      { impressions: section({ key: itemHash('movie-1'), shown: [{ atMs: 0, page: 7 }] }) },
      'shown at 1970-01-01T00:00:00.000Z, page 7',
    ],
    [
      'following',
      { following: section({ key: anEvent().viewer as never, requested: { atMs: 0, on: true }, accepted: null }) },
      'requested yes at 1970-01-01T00:00:00.000Z',
    ],
    [
      'settings',
      { settings: { ...empty.settings, languages: { atMs: 0, value: ['de', 'en'] } } },
      'de en at 1970-01-01T00:00:00.000Z',
    ],
    [
      'settings',
      { settings: { ...empty.settings, maturityLimit: { atMs: 0, value: null } } },
      'cleared at 1970-01-01T00:00:00.000Z',
    ],
    ['consent', { consent: { ...empty.consent, analytics: { atMs: 0, on: false } } }, 'no at 1970-01-01T00:00:00.000Z'],
    [
      'recent',
      { recent: { entries: [], horizon: { atMs: 0, key: 'k' } } },
      'nothing up to 1970-01-01T00:00:00.000Z, k',
    ],
    ['profile', { erasedThroughMs: TEST_TIME_MS }, '2026-01-01T00:00:00.000Z'],
  ])('reads %s in plain terms (%#)', (name, parts, text) => {
    const [difference] = diffProfiles({ ...empty, ...parts }, empty, nameOf)
    expect(difference).toMatchObject({ section: name, a: text, b: null })
  })
})
