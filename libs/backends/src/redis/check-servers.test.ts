import { describe, expect, it } from '@jest/globals'
import { mistakeOf } from './check-servers.ts'

const GOOD = { redis_version: '7.0.15', maxmemory_policy: 'noeviction', redis_mode: 'standalone' }

describe('mistakeOf', () => {
  it('finds nothing wrong with a server that keeps everything', () => {
    expect(mistakeOf(new Map(Object.entries(GOOD)), false)).toBeNull()
    expect(mistakeOf(new Map(Object.entries({ ...GOOD, redis_mode: 'cluster' })), true)).toBeNull()
  })

  it.each([
    [{ maxmemory_policy: 'volatile-lru' }, 'CONFIG SET maxmemory-policy noeviction'],
    [{ redis_version: '5.0.14' }, 'use 6.0 or newer'],
    [{ redis_mode: 'cluster' }, 'host:port,host:port'],
  ])('says what to do about %j', (facts, words) => {
    expect(mistakeOf(new Map(Object.entries({ ...GOOD, ...facts })), false)).toContain(words)
  })
})
