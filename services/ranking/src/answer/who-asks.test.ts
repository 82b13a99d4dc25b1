import { describe, expect, it } from '@jest/globals'
import { viewerKey } from '@upnext/contracts'
import type { Audience } from '../request/audience.ts'
import { seedOf } from './who-asks.ts'

const DAY_MS = 86_400_000
const VIEWER: Audience = {
  kind: 'viewer',
  key: viewerKey({ secret: Buffer.alloc(32), namespace: 'test' }, 'ann'),
  after: null,
}
const GUEST: Audience = { kind: 'guest', items: [] }

describe('what chance depends on', () => {
  it.each([
    ['viewer', VIEWER],
    ['guest', GUEST],
  ])('is the session of a %s, whatever the request and the day', (_, audience) => {
    const seed = seedOf(audience, 'one', 'session', 0)
    expect(seedOf(audience, 'two', 'session', 9 * DAY_MS)).toBe(seed)
    expect(seedOf(audience, 'one', 'another', 0)).not.toBe(seed)
  })

  it('is the day where a viewer has no session, and the request where a guest has none', () => {
    expect(seedOf(VIEWER, 'one', null, 1)).toBe(seedOf(VIEWER, 'two', null, DAY_MS - 1))
    expect(seedOf(VIEWER, 'one', null, 1)).not.toBe(seedOf(VIEWER, 'one', null, DAY_MS))
    expect(seedOf(GUEST, 'one', null, 1)).not.toBe(seedOf(GUEST, 'two', null, 1))
  })

  it('differs between viewers of one session', () => {
    const other = { ...VIEWER, key: viewerKey({ secret: Buffer.alloc(32), namespace: 'test' }, 'bob') }
    expect(seedOf(VIEWER, 'one', 'session', 0)).not.toBe(seedOf(other, 'one', 'session', 0))
  })
})
