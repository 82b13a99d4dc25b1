import { describe, expect, it } from '@jest/globals'
import { ViewerEvent } from '@upnext/contracts'
import fc from 'fast-check'
import { encodeProfile } from '../codec/encode.ts'
import { SERVING_CAPS, TRAINING_CAPS } from '../types.ts'
import type { Caps, Profile } from '../types.ts'
import { TINY, arbitraryEvents } from './arbitrary-events.ts'
import { foldAll } from './fold-all.ts'
import { UnfoldableEventError, emptyProfile, fold } from './fold.ts'

const oneByOne = (profile: Profile, events: readonly ViewerEvent[], caps: Caps): Profile =>
  events.reduce((folded, event) => fold(folded, event, caps).profile, profile)
const hex = (profile: Profile): string => Buffer.from(encodeProfile(profile)).toString('hex')

describe('foldAll', () => {
  it.each([
    ['tiny caps, which overflow', TINY, 1000],
    ['the serving caps', SERVING_CAPS, 300],
    ['the training caps', TRAINING_CAPS, 300],
  ])('ends where folding one by one does, from any profile: %s', (_, caps, numRuns) => {
    fc.assert(
      fc.property(arbitraryEvents({ maxLength: 60 }), arbitraryEvents({ maxLength: 40 }), (before, events) => {
        const profile = oneByOne(emptyProfile(), before, caps)
        const untouched = hex(profile)
        expect(hex(foldAll(profile, events, caps))).toBe(hex(oneByOne(profile, events, caps)))
        expect(hex(profile)).toBe(untouched)
      }),
      { numRuns },
    )
  })

  it('answers the profile itself where nothing changes', () => {
    const events = [watch({ positionS: 60 }), watch({ positionS: 30 }), view(), select()]
    const profile = foldAll(emptyProfile(), events, SERVING_CAPS)
    expect(foldAll(profile, events, SERVING_CAPS)).toBe(profile)
    expect(foldAll(profile, [], SERVING_CAPS)).toBe(profile)
  })

  it('makes a profile of an impression without titles, as fold does', () => {
    const nobody = emptyProfile()
    const empty = event({ $case: 'impression', value: { pageId: 'p' } })
    expect(fold(nobody, empty, SERVING_CAPS).profile).not.toBe(nobody)
    expect(foldAll(nobody, [empty], SERVING_CAPS)).not.toBe(nobody)
  })

  it('throws for an event that cannot be folded, wherever it stands', () => {
    const late = { ...watch({ positionS: 1 }), occurredAtMs: 2 ** 52 }
    const odd = watch({ positionS: 1, sessionStartedAtMs: 2 ** 52 })
    for (const bad of [late, odd])
      for (const events of [
        [bad, view()],
        [watch({ positionS: 1 }), bad],
        [bad, bad],
      ])
        expect(() => foldAll(emptyProfile(), events, SERVING_CAPS)).toThrow(UnfoldableEventError)
  })
})

const event = (kind: NonNullable<Parameters<typeof ViewerEvent.fromPartial>[0]['kind']>): ViewerEvent =>
  ViewerEvent.fromPartial({ occurredAtMs: 1_760_000_000_000, kind })
const watch = (facts: { positionS: number; sessionStartedAtMs?: number }): ViewerEvent =>
  event({ $case: 'watch', value: { itemId: '7', sessionId: 's', sessionStartedAtMs: 1_760_000_000_001, ...facts } })
const view = (): ViewerEvent => event({ $case: 'impression', value: { pageId: 'p', items: [{ itemId: '8' }] } })
const select = (): ViewerEvent => event({ $case: 'select', value: { itemId: '8' } })
