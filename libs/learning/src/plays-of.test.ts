import { describe, expect, it } from '@jest/globals'
import { itemHash } from '@upnext/contracts'
import { playsOf } from './plays-of.ts'
import { BOUNCE, MINUTE_MS, TO_THE_END, aProfile, aSession, aTitle } from './testing/a-title.ts'

describe('playsOf', () => {
  it('answers every session, oldest first, with the weight that the title has by now', () => {
    const plays = playsOf(
      aProfile(
        aTitle('b', [aSession(9, TO_THE_END), aSession(1, TO_THE_END)]),
        aTitle('a', [aSession(5, 600)], { minute: 8, halfStars: 8 }),
      ),
    )
    expect(plays).toEqual([
      { item: itemHash('b'), weight: 1.2, atMs: 1 * MINUTE_MS },
      { item: itemHash('a'), weight: expect.closeTo(0.9, 10), atMs: 5 * MINUTE_MS },
      { item: itemHash('b'), weight: 1.2, atMs: 9 * MINUTE_MS },
    ])
  })

  it('leaves out a bounce beside a session that was none, and keeps one that says all there is', () => {
    const plays = playsOf(
      aProfile(aTitle('b', [aSession(9, BOUNCE), aSession(1, TO_THE_END)]), aTitle('a', [aSession(5, BOUNCE)])),
    )
    expect(plays.map(({ item, atMs }) => [item, atMs / MINUTE_MS])).toEqual([
      [itemHash('b'), 1],
      [itemHash('a'), 5],
    ])
  })

  it('plays a title that was only rated once, when it was rated', () => {
    const plays = playsOf(aProfile(aTitle('a', [], { minute: 3, halfStars: 10 })))
    expect(plays).toEqual([{ item: itemHash('a'), weight: 1, atMs: 3 * MINUTE_MS }])
  })

  it('orders plays of one moment by item hash', () => {
    const plays = playsOf(aProfile(...['c', 'a', 'b'].map((id) => aTitle(id, [aSession(1, TO_THE_END)]))))
    expect(plays.map(({ item }) => item)).toEqual(['a', 'b', 'c'].map(itemHash).sort())
  })
})
