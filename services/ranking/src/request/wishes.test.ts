import { describe, expect, it } from '@jest/globals'
import { Wishes } from '@upnext/contracts'
import { aTitle } from '../testing/some-facts.ts'
import { createViolations } from './violation.ts'
import { NO_WISHES, readWishes } from './wishes.ts'

type Parts = Parameters<typeof Wishes.fromPartial>[0]

function read(parts: Parts) {
  const violations = createViolations()
  const wishes = readWishes(Wishes.fromPartial(parts), violations)
  return { wishes, violations: violations.found() }
}

const fieldsOf = (parts: Parts): string[] => read(parts).violations.map(({ field }) => field)
const boost = (factor: number, filter = 'year > 1990') => ({ filter, factor })

describe('wishes', () => {
  it('are none where nothing is said', () => {
    expect(readWishes(undefined, createViolations())).toEqual(NO_WISHES)
    expect(read({}).wishes).toEqual(NO_WISHES)
  })

  it('are compiled', () => {
    const { wishes, violations } = read({
      filter: '"Crime" in genres && year >= 1990',
      boosts: [boost(2)],
      pins: [{ itemId: 'heat', rowId: 'genre:crime', position: 59 }, { itemId: 'ronin' }],
    })
    expect(violations).toEqual([])
    expect(wishes.filter?.(aTitle({ genres: ['Crime'], year: 1995 }))).toBe(true)
    expect(wishes.filter?.(aTitle({ genres: ['Crime'], year: 1980 }))).toBe(false)
    expect(wishes.boosts[0]?.fits(aTitle({ year: 1995 }))).toBe(true)
    expect(wishes.boosts[0]?.factor).toBe(2)
    expect(wishes.pins).toEqual([
      { itemId: 'heat', rowId: 'genre:crime', position: 59 },
      { itemId: 'ronin', rowId: null, position: 0 },
    ])
  })

  it.each<[string, Parts, string]>([
    ['a filter that does not parse', { filter: 'year >=' }, 'wishes.filter'],
    ['a filter about a field that no title has', { filter: 'price < 3' }, 'wishes.filter'],
    ['a filter that says no yes or no', { filter: 'year + 1' }, 'wishes.filter'],
    ['a filter of 2,001 characters', { filter: `year > ${'1'.repeat(1994)}` }, 'wishes.filter'],
    ['a boost without a filter', { boosts: [boost(2, '')] }, 'wishes.boosts[0].filter'],
    ['a boost whose filter does not parse', { boosts: [boost(2), boost(2, '&&')] }, 'wishes.boosts[1].filter'],
    ['a factor below 0.1', { boosts: [boost(2), boost(2), boost(0.09)] }, 'wishes.boosts[2].factor'],
    ['a factor above 10', { boosts: [boost(10.1)] }, 'wishes.boosts[0].factor'],
    ['a factor that is not said', { boosts: [{ filter: 'year > 1990' }] }, 'wishes.boosts[0].factor'],
    ['a negative factor', { boosts: [boost(-1)] }, 'wishes.boosts[0].factor'],
    ['a factor that is no number', { boosts: [boost(NaN)] }, 'wishes.boosts[0].factor'],
    ['an endless factor', { boosts: [boost(Infinity)] }, 'wishes.boosts[0].factor'],
    ['21 boosts', { boosts: Array.from({ length: 21 }, () => boost(2)) }, 'wishes.boosts'],
    [
      'boosts of 2,001 characters together',
      { boosts: [boost(2, `year > ${'1'.repeat(1400)}`), boost(2, `year > ${'1'.repeat(587)}`)] },
      'wishes.boosts',
    ],
    ['11 pins', { pins: Array.from({ length: 11 }, (_, position) => ({ itemId: 'heat', position })) }, 'wishes.pins'],
    ['a pin without a title', { pins: [{ position: 1 }] }, 'wishes.pins[0].item_id'],
    ['a pin at place 60', { pins: [{ itemId: 'heat', position: 60 }] }, 'wishes.pins[0].position'],
    ['a row id with a control character', { pins: [{ itemId: 'heat', rowId: 'a\nb' }] }, 'wishes.pins[0].row_id'],
    [
      'two pins at one place',
      {
        pins: [
          { itemId: 'heat', position: 3 },
          { itemId: 'up', rowId: 'my-list', position: 3 },
          { itemId: 'ronin', position: 3 },
        ],
      },
      'wishes.pins[2]',
    ],
  ])('are refused with %s', (_, parts, field) => {
    expect(fieldsOf(parts)).toEqual([field])
  })

  it('are taken at their limits, as 32-bit numbers carry them', () => {
    const boosts = Array.from({ length: 20 }, (_, i) => boost(Math.fround(i % 2 === 0 ? 0.1 : 10)))
    const pins = Array.from({ length: 10 }, (_, i) => ({ itemId: `m${i}`, position: 50 + i }))
    expect(read(Wishes.decode(Wishes.encode(Wishes.fromPartial({ boosts, pins })).finish())).violations).toEqual([])
  })

  it('are told what is wrong with a filter', () => {
    const [violation] = read({ filter: 'price < 3' }).violations
    expect(violation?.description).toMatch(/price/)
  })
})
