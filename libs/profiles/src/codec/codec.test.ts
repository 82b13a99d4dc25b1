import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { arbitraryEvents } from '../fold/arbitrary-events.ts'
import { emptyProfile, fold } from '../fold/fold.ts'
import type { Caps } from '../types.ts'
import { ProfileCorruptError, decodeProfile } from './decode.ts'
import { encodeProfile, isEmptyProfile } from './encode.ts'

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

  it('take 9 bytes more for each time that a film was watched before', () => {
    const sizes = [1, 2, 3].map((count) => {
      const sessions = [3, 2, 1].map((month) => ({ ...A_SESSION, atMs: month * 30 * 86_400_000 })).slice(0, count)
      const recent = { entries: [{ key: itemHash('7'), sessions, rated: null }], horizon: null }
      return encodeProfile({ ...emptyProfile(), recent }).length - 4
    })
    expect(sizes).toEqual([19, 28, 37])
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
    expect(() => decodeProfile(Uint8Array.of(9, 0, 0))).toThrow(/version 9.*version 2/)
  })

  it('random bytes never do anything but throw the named error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodeOrNull(bytes)),
      { numRuns: 5000 },
    )
  })

  it('of nobody are empty', () => {
    expect(isEmptyProfile(emptyProfile())).toBe(true)
    expect(encodeProfile(emptyProfile())).toHaveLength(3)
  })
})

function decodeOrNull(bytes: Uint8Array) {
  try {
    return decodeProfile(bytes)
  } catch (error) {
    if (error instanceof ProfileCorruptError) return null
    throw error
  }
}
