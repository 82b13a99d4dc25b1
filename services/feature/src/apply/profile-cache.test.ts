import { describe, expect, it } from '@jest/globals'
import type { ViewerKey } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import { createProfileCache } from './profile-cache.ts'
import { NEIGHBOURS } from './records.fixtures.ts'

const [one, two] = NEIGHBOURS as [ViewerKey, ViewerKey]
const held = (bytes: number) => ({ profile: emptyProfile(), bytes })

describe('the cache of profiles', () => {
  it('holds what was committed, at that position and generation only', () => {
    const cache = createProfileCache()
    cache.at(1, 3, 0).moveTo(10, [[one, held(100)]])
    expect(cache.at(1, 3, 10).get(one)?.bytes).toBe(100)
    expect(cache.at(2, 3, 10).get(one)).toBeUndefined()
    expect(cache.at(1, 4, 10).get(one)).toBeUndefined()
  })

  it('lets go of a partition that is read from elsewhere, and has it for good', () => {
    const cache = createProfileCache()
    cache.at(1, 3, 0).moveTo(10, [[one, held(100)]])
    expect(cache.at(1, 3, 5).get(one)).toBeUndefined()
    expect(cache.at(1, 3, 10).get(one)).toBeUndefined()
  })

  it('lets go of one partition, or of all', () => {
    const cache = createProfileCache()
    cache.at(1, 3, 0).moveTo(10, [[one, held(100)]])
    cache.at(1, 4, 0).moveTo(10, [[two, held(100)]])
    cache.at(1, 3, 10).drop()
    expect([cache.at(1, 3, 10).get(one), cache.at(1, 4, 10).get(two)?.bytes]).toEqual([undefined, 100])
    cache.clear()
    expect(cache.at(1, 4, 10).get(two)).toBeUndefined()
  })

  it('takes nothing from a batch that was in hand when everything was let go', () => {
    const cache = createProfileCache()
    const before = cache.at(1, 3, 0)
    cache.clear()
    before.moveTo(10, [[one, held(100)]])
    expect(cache.at(1, 3, 10).get(one)).toBeUndefined()
  })

  it('keeps within its bytes, and forgets what was used longest ago', () => {
    const cache = createProfileCache(1000)
    cache.at(1, 3, 0).moveTo(10, [
      [one, held(600)],
      [two, held(600)],
    ])
    expect([cache.at(1, 3, 10).get(one), cache.at(1, 3, 10).get(two)?.bytes]).toEqual([undefined, 600])
  })
})
