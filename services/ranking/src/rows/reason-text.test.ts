import { describe, expect, it } from '@jest/globals'
import { Reason, ReasonType } from '@upnext/contracts'
import { reasonText } from './reason-text.ts'

const textOf = (type: ReasonType, parts: Partial<Reason> = {}) =>
  reasonText({ ...Reason.fromPartial({ type }), ...parts })

describe('the text of a reason', () => {
  it('is there for every type, and another for each', () => {
    const types = Object.values(ReasonType).filter((type) => type > 0)
    const texts = types.map((type) => textOf(type))
    expect(texts.filter((text) => text === '')).toEqual([])
    expect(new Set(texts).size).toBe(types.length - 1)
    // Only these two say the same where no country is known.
    expect(textOf(ReasonType.REASON_TYPE_POPULAR)).toBe(textOf(ReasonType.REASON_TYPE_POPULAR_IN_COUNTRY))
  })

  it.each<[string, ReasonType, Partial<Reason>]>([
    ['Watched by many in DE', ReasonType.REASON_TYPE_POPULAR_IN_COUNTRY, { country: 'DE' }],
    ['Watched by many right now in DE', ReasonType.REASON_TYPE_TRENDING, { country: 'DE' }],
    ['New since 2026-07-09', ReasonType.REASON_TYPE_NEW, { atMs: Date.UTC(2026, 6, 9, 12) }],
    ['Leaves on 2026-07-09', ReasonType.REASON_TYPE_LEAVING_SOON, { atMs: Date.UTC(2026, 6, 9) }],
    ['Of the genre Crime', ReasonType.REASON_TYPE_GENRE, { genre: 'Crime' }],
    ['Watched by 1 friend', ReasonType.REASON_TYPE_FRIEND, { friends: 1 }],
    ['Watched by 3 friends', ReasonType.REASON_TYPE_FRIEND, { friends: 3 }],
  ])('%s', (text, type, parts) => {
    expect(textOf(type, parts)).toBe(text)
  })
})
