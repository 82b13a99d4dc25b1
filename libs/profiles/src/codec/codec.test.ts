import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import type { ItemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { arbitraryEvents } from '../fold/arbitrary-events.ts'
import { emptyProfile, fold } from '../fold/fold.ts'
import { GREATEST_TIME_MS } from '../types.ts'
import type { Caps, Profile } from '../types.ts'
import { ProfileCorruptError, decodeProfile } from './decode.ts'
import type { DecodeOptions } from './decode.ts'
import { encodeProfile, isEmptyProfile } from './encode.ts'
import { referenceProfile } from './reference-profile.ts'

const CAPS: Caps = {
  recent: 4,
  sessions: 3,
  seen: 6,
  dismissed: 3,
  list: 3,
  following: 3,
  transactions: 2,
  impressions: 3,
}
const profiles = arbitraryEvents({ maxLength: 50 }).map((events) =>
  events.reduce((profile, event) => fold(profile, event, CAPS).profile, emptyProfile()),
)

const A_SESSION = { session: 200, episode: '', positionS: 7000, durationS: 7200 } as const

/** One byte changed, inserted, or the rest cut off. */
const damage = fc.record({ at: fc.nat(), byte: fc.nat(255), how: fc.constantFrom('change', 'insert', 'cut') })

describe('packed profiles', () => {
  it('unpack to what was packed', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        expect(decodeProfile(encodeProfile(profile))).toEqual(profile)
      }),
      { numRuns: 1000 },
    )
  })

  it('unpack without impressions to the same but for those', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const { impressions } = emptyProfile()
        expect(decodeProfile(encodeProfile(profile), { impressions: false })).toEqual({ ...profile, impressions })
      }),
      { numRuns: 1000 },
    )
  })

  it('take this many bytes for the reference profile, with 10, 50 and 500 titles', () => {
    const sizes = [10, 50, 500].map((titles) => encodeProfile(referenceProfile(titles)).length)
    expect(sizes).toEqual([862, 1561, 4201])
  })

  it('take fewer bytes where titles dismissed, listed, bought and impressed have been watched', () => {
    const sizes = [0, 0.5, 1].map((overlap) => encodeProfile(referenceProfile(50, overlap)).length)
    expect(sizes).toEqual([1561, 1443, 1225])
  })

  it('hold titles whose sessions share a millisecond, and titles shown at one moment on several pages', () => {
    const sessions = [9, 5, 0].map((session) => ({ ...A_SESSION, atMs: 5000, session }))
    const shown = (pages: number[]) => pages.map((page) => ({ atMs: 7, page }))
    const profile: Profile = {
      ...emptyProfile(),
      recent: { entries: [{ key: itemHash('7'), sessions, rated: null }], horizon: null },
      impressions: {
        entries: [
          { key: 'ff00000000000000' as ItemHash, shown: shown([1]) },
          { key: 'ee00000000000000' as ItemHash, shown: shown([4_000_000_000, 2]) },
          { key: itemHash('7'), shown: [...shown([3]), { atMs: -5, page: 0 }] },
        ],
        horizon: { atMs: -6, key: '00000000000000ff' },
      },
    }
    expect(decodeProfile(encodeProfile(profile))).toEqual(profile)
  })

  it('hold the widest numbers that there are', () => {
    const edge = GREATEST_TIME_MS - 1
    const recent = [edge, -edge].map((atMs, i) => ({
      key: itemHash(`${i}`),
      sessions: [{ ...A_SESSION, session: 0, atMs, positionS: Number.MAX_SAFE_INTEGER, durationS: i }],
      rated: null,
    }))
    const rented = { atMs: -edge, expiresAtMs: edge }
    const profile: Profile = {
      ...emptyProfile(),
      recent: { entries: recent, horizon: null },
      transactions: { entries: [{ key: itemHash('7'), rented, bought: null }], horizon: null },
      erasedThroughMs: edge,
      retiredThroughMs: -edge,
    }
    expect(decodeProfile(encodeProfile(profile))).toEqual(profile)
  })

  it('hold texts of any length', () => {
    const tier = { atMs: 1, value: 'x'.repeat(500_000) }
    const profile: Profile = { ...emptyProfile(), settings: { ...emptyProfile().settings, tier } }
    expect(decodeProfile(encodeProfile(profile)).settings.tier).toEqual(tier)
  })

  it.each([
    ['a position that is no whole number', { positionS: 0.5 }],
    ['a position before the start', { positionS: -1 }],
    ['a byte of a session that starts within a second', { atMs: 1001 }],
  ])('do not hold %s', (_, parts) => {
    const sessions = [{ ...A_SESSION, atMs: 1000, ...parts }]
    const recent = { entries: [{ key: itemHash('7'), sessions, rated: null }], horizon: null }
    expect(() => encodeProfile({ ...emptyProfile(), recent })).toThrow(/cannot be packed/)
  })

  it('that were damaged are refused by name, or are the bytes of some other profile', () => {
    fc.assert(
      fc.property(profiles, damage, (profile, { at, byte, how }) => {
        const bytes = [...encodeProfile(profile)]
        const place = at % bytes.length
        if (how === 'cut') bytes.length = place
        else bytes.splice(place, how === 'change' ? 1 : 0, byte)
        const damaged = Uint8Array.from(bytes)
        const decoded = decodeOrNull(damaged)
        if (decoded !== null) expect(Buffer.from(encodeProfile(decoded))).toEqual(Buffer.from(damaged))
        const without = decodeOrNull(damaged, { impressions: false })
        if (decoded !== null) expect(without).toEqual({ ...decoded, impressions: emptyProfile().impressions })
      }),
      { numRuns: 10_000 },
    )
  })

  it('that were cut short are always refused', () => {
    fc.assert(
      fc.property(profiles, fc.nat(), (profile, at) => {
        const bytes = encodeProfile(profile)
        expect(() => decodeProfile(bytes.subarray(0, at % bytes.length))).toThrow(ProfileCorruptError)
      }),
      { numRuns: 1000 },
    )
  })

  it('of another version are refused with both versions named', () => {
    expect(() => decodeProfile(Uint8Array.of(9, 0, 0))).toThrow(/version 9.*version 3/)
  })

  it('random bytes never do anything but throw the named error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, impressions) => {
        decodeOrNull(bytes, { impressions })
      }),
      { numRuns: 5000 },
    )
  })

  it('of nobody are empty', () => {
    expect(isEmptyProfile(emptyProfile())).toBe(true)
    expect(encodeProfile(emptyProfile())).toHaveLength(3)
  })
})

function decodeOrNull(bytes: Uint8Array, options?: DecodeOptions) {
  try {
    return decodeProfile(bytes, options)
  } catch (error) {
    if (error instanceof ProfileCorruptError) return null
    throw error
  }
}
