import { describe, expect, it } from '@jest/globals'
import { BOUNCE, TO_THE_END, aSession, aTitle } from './testing/a-title.ts'
import { titleWeight } from './title-weight.ts'

describe('titleWeight', () => {
  it('is that of the best session: a film finished, and begun once more, was finished', () => {
    expect(titleWeight(aTitle('a', [aSession(1, TO_THE_END)]))).toBe(1)
    expect(titleWeight(aTitle('a', [aSession(2, BOUNCE), aSession(1, TO_THE_END)]))).toBe(1)
    expect(titleWeight(aTitle('a', [aSession(2, BOUNCE)]))).toBeCloseTo(-0.1, 10)
  })

  it('grows with every time to the end', () => {
    expect(titleWeight(aTitle('a', [aSession(2, TO_THE_END), aSession(1, TO_THE_END)]))).toBeCloseTo(1.2, 10)
  })

  it('is that of the rating where there is one', () => {
    const sessions = [aSession(2, TO_THE_END), aSession(1, TO_THE_END)]
    expect(titleWeight(aTitle('a', sessions, { minute: 1, halfStars: 2 }))).toBeCloseTo(-0.3, 10)
    expect(titleWeight(aTitle('a', [aSession(2, BOUNCE)], { minute: 1, halfStars: 10 }))).toBe(1)
    expect(titleWeight(aTitle('a', [], { minute: 1, halfStars: 6 }))).toBeCloseTo(0.5, 10)
  })

  it('is a half where nobody knows how long the title is', () => {
    expect(titleWeight(aTitle('a', [aSession(1, 20, { durationS: 0 })]))).toBe(0.5)
  })
})
