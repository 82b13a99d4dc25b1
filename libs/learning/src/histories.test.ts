import { describe, expect, it } from '@jest/globals'
import { viewerKey } from '@upnext/contracts'
import { viewerPartition } from '@upnext/ports'
import { encodeProfile } from '@upnext/profiles'
import { historiesOf } from './histories.ts'
import { playsOf } from './plays-of.ts'
import { TO_THE_END, aProfile, aSession, aTitle } from './testing/a-title.ts'

const keys = { secret: new Uint8Array(16).fill(7), namespace: 'test' }

describe('historiesOf', () => {
  it('goes partition by partition in the order of keys, whatever order the profiles came in, again and again', () => {
    const viewers = Array.from({ length: 40 }, (_, i) => ({
      key: viewerKey(keys, `viewer-${i}`),
      profile: aProfile(aTitle(`title-${i}`, [aSession(2, TO_THE_END), aSession(1, TO_THE_END)])),
    }))
    const expected = viewers
      .toSorted((a, b) => viewerPartition(a.key) - viewerPartition(b.key) || (a.key < b.key ? -1 : 1))
      .map(({ profile }) => playsOf(profile))
    for (const order of [viewers, viewers.toReversed()]) {
      const histories = historiesOf(new Map(order.map(({ key, profile }) => [key, encodeProfile(profile)])))
      expect([...histories]).toEqual(expected)
      expect([...histories]).toEqual(expected)
    }
  })
})
