/** Whatever list, settings, taste and page. */
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { NO_EFFECT } from '../testing/a-list.ts'
import { createArrange } from './arrange.ts'
import type { ArrangeQuery } from './list-query.ts'
import { createListTally } from './list-tally.ts'
import { genreTaste } from './genre-taste.ts'

const arrange = createArrange()
const share = fc.double({ min: 0, max: 1, noNaN: true })
const numbers = (most: number) => fc.uniqueArray(fc.nat(most), { maxLength: 4 })
const traits = { genres: numbers(8), people: numbers(12), group: fc.integer({ min: -1, max: 5 }) }
const extreme = fc.constantFrom(1e300, Number.MAX_VALUE, 1e-300, Number.MIN_VALUE, 1)
const score = fc.oneof(fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), share, extreme)
const shown = fc.nat(8)
const title = fc.record({ ...traits, score: score.map((x) => (x > 0 ? x : 1)), popularity: share, shown })
const popularity = fc.double({ min: -1, max: 1, noNaN: true })
const settings = fc.record({ diversity: share, calibration: share, popularity, fatigue: share })

const anyQuery: fc.Arbitrary<ArrangeQuery> = fc
  .record({
    titles: fc.array(title, { maxLength: 40 }),
    count: fc.nat(20),
    settings,
    liked: fc.array(fc.record({ genres: numbers(8), weight: fc.double({ min: -1, max: 1.5, noNaN: true }) })),
    above: fc.option(fc.array(fc.record(traits), { maxLength: 20 })),
  })
  .map(({ titles, liked, above, ...rest }) => {
    const tally = above === null ? null : createListTally()
    for (const one of above ?? []) tally?.add(one)
    return { ...rest, titles: titles.sort((a, b) => b.score - a.score), taste: genreTaste(liked), above: tally }
  })

const placesOf = (order: readonly number[]): number[] => {
  const places: number[] = []
  order.forEach((title, place) => (places[title] = place))
  return places
}

describe('arrange', () => {
  it('answers every title once', () => {
    const check = (query: ArrangeQuery): void => {
      const sorted = arrange(query).sort((a, b) => a - b)
      expect(sorted).toEqual([...query.titles.keys()])
    }
    fc.assert(fc.property(anyQuery, check), { numRuns: 500 })
  })

  it('changes nothing where no setting has an effect', () => {
    const check = (query: ArrangeQuery): void =>
      expect(arrange({ ...query, settings: NO_EFFECT })).toEqual([...query.titles.keys()])
    fc.assert(fc.property(anyQuery, check))
  })

  it('changes nothing where nothing is known of the titles but their scores', () => {
    const check = (query: ArrangeQuery): void => {
      const bare = { genres: [], people: [], group: -1, popularity: 1, shown: 0 }
      const titles = query.titles.map(({ score }) => ({ score, ...bare }))
      expect(arrange({ ...query, titles })).toEqual([...titles.keys()])
    }
    fc.assert(fc.property(anyQuery, check))
  })

  it('never moves a title up for having been shown more often', () => {
    const check = (query: ArrangeQuery, at: number, more: number): void => {
      const tired = query.titles.length === 0 ? -1 : at % query.titles.length
      const titles = query.titles.map((one, index) => (index === tired ? { ...one, shown: one.shown + more } : one))
      const [before, after] = [arrange(query), arrange({ ...query, titles })].map(placesOf)
      expect(after?.[tired] ?? 0).toBeGreaterThanOrEqual(before?.[tired] ?? 0)
    }
    fc.assert(fc.property(anyQuery, fc.nat(40), fc.nat(5), check), { numRuns: 500 })
  })

  it('does not depend on the scale of the scores', () => {
    // Few settings, and no powers of two as scores: differences that are as small as errors of rounding are not asked about.
    const some = fc.constantFrom(0, 0.3, 0.7, 1)
    const few = fc.record({
      diversity: some,
      calibration: some,
      popularity: fc.constantFrom(-1, 0, 0.3),
      fatigue: some,
    })
    const check = (query: ArrangeQuery, settings: ArrangeQuery['settings']): void => {
      const scaled = (factor: number) =>
        arrange({
          ...query,
          settings,
          titles: query.titles.map((one, at) => ({ ...one, score: factor * 1.7 ** -at })),
        })
      expect(scaled(2 ** -600)).toEqual(scaled(1))
      expect(scaled(2 ** 900)).toEqual(scaled(1))
    }
    fc.assert(fc.property(anyQuery, few, check))
  })

  it('keeps to the bound of what variety may do', () => {
    const check = (query: ArrangeQuery): void => {
      const { diversity, calibration } = query.settings
      const order = arrange({ ...query, settings: { ...NO_EFFECT, diversity, calibration } })
      const logs = order.map((index) => Math.log(query.titles[index]?.score ?? 1))
      const bound = (diversity + calibration) * Math.log(16) + 1e-9
      let least = Infinity
      for (const log of logs) {
        expect(log - least).toBeLessThanOrEqual(bound)
        least = Math.min(least, log)
      }
    }
    fc.assert(fc.property(anyQuery, check), { numRuns: 500 })
  })
})
