import { describe, expect, it } from '@jest/globals'
import { isViewerKey } from '@upnext/contracts'
import { TRAINING_CAPS, emptyProfile, encodeProfile, fold } from '@upnext/profiles'
import { generateEvents } from '@upnext/testkit'
import { createViewerProfiles } from './viewer-profiles.ts'

describe('createViewerProfiles', () => {
  it('holds, packed, what folding each viewer by itself gives, also beyond what it keeps unpacked', () => {
    const viewers = createViewerProfiles()
    const alone = new Map<string, ReturnType<typeof emptyProfile>>()
    for (const event of generateEvents({ seed: 2, viewers: 700, events: 4000 })) {
      if (!isViewerKey(event.viewer)) throw new Error('the test kit makes viewer keys')
      viewers.fold(event.viewer, event)
      alone.set(event.viewer, fold(alone.get(event.viewer) ?? emptyProfile(), event, TRAINING_CAPS).profile)
    }
    const expected = new Map([...alone].map(([key, profile]) => [key, encodeProfile(profile)]))
    expect(viewers.size()).toBe(expected.size)
    const packed = viewers.packed()
    for (const [key, bytes] of packed) expect(Buffer.from(bytes).equals(expected.get(key) ?? Buffer.of())).toBe(true)
    expect([...packed.keys()].sort()).toEqual([...expected.keys()].sort())
  })

  it('answers a picture of the moment: later events do not change it', () => {
    const [first, second] = generateEvents({ seed: 3, viewers: 1, events: 2 })
    if (first === undefined || second === undefined || !isViewerKey(first.viewer))
      throw new Error('two events were made')
    const viewers = createViewerProfiles()
    viewers.fold(first.viewer, first)
    const before = viewers.packed()
    const bytes = Buffer.from(before.get(first.viewer) ?? [])
    viewers.fold(first.viewer, second)
    viewers.packed()
    expect(Buffer.from(before.get(first.viewer) ?? []).equals(bytes)).toBe(true)
  })
})
