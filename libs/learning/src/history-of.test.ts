import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { historyOf } from './history-of.ts'
import { MINUTE_MS, TO_THE_END, aProfile, aSession, aTitle } from './testing/a-title.ts'

describe('historyOf', () => {
  it('names each title once, as the profile does, with the time of what was done last', () => {
    const history = historyOf(
      aProfile(
        aTitle('b', [aSession(5, TO_THE_END), aSession(1, TO_THE_END)], { minute: 9, halfStars: 6 }),
        aTitle('a', [aSession(7, TO_THE_END), aSession(2, TO_THE_END)]),
      ),
    )
    expect(history).toEqual([
      { item: itemHash('b'), weight: expect.closeTo(0.5, 10), atMs: 9 * MINUTE_MS },
      { item: itemHash('a'), weight: 1.2, atMs: 7 * MINUTE_MS },
    ])
  })
})
