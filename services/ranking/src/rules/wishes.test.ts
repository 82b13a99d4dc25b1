import { describe, expect, it } from '@jest/globals'
import { aTitle } from '../testing/some-facts.ts'
import { factorOf } from './wishes.ts'

const all = (factor: number) => ({ fits: () => true, factor })
const none = (factor: number) => ({ fits: () => false, factor })

describe('the factor of a title', () => {
  it.each([
    ['no boost', [], 1],
    ['none that fits', [none(5)], 1],
    ['those that fit, multiplied', [all(2), none(7), all(0.5), all(3)], 3],
    ['at most 100', [all(10), all(10), all(10)], 100],
    ['at least 0.01', [all(0.1), all(0.1), all(0.1)], 0.01],
    ['the whole product, whatever lies between', [all(10), all(10), all(10), all(0.1), all(0.1)], 10],
  ])('is of %s', (_, boosts, expected) => {
    expect(factorOf(aTitle(), boosts)).toBeCloseTo(expected)
  })
})
