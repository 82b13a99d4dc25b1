import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { itemHash } from '@upnext/contracts'
import { POPULAR_HALF_LIFE_MS, TRENDING_HALF_LIFE_MS } from '@upnext/recsys'
import { KEPT_TITLES, MOST_COUNTRIES, MOST_TITLES, createTrendCounts } from './trend-counts.ts'
import type { TrendCounts } from './trend-counts.ts'

const NOW_MS = 1_790_000_000_000
const LIMIT = 200

function listOf(counts: TrendCounts, country: string, form: 'trending' | 'popular', nowMs = NOW_MS) {
  return counts.of(country, nowMs, LIMIT)[form].map(({ item, plays }) => [item, Number(plays.toFixed(3))])
}

const countriesOf = (counts: TrendCounts): string[] => Array.from(counts.versions(), ([country]) => country)

/** The codes from AA to ZZ. */
const codes = Array.from({ length: 676 }, (_, n) => String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26)))

describe('trend counts', () => {
  it('count by country and everywhere, trending within hours and popular over a month', () => {
    const counts = createTrendCounts()
    const [heat, up] = [itemHash('heat'), itemHash('up')]
    counts.add('DE', heat, 1, NOW_MS - POPULAR_HALF_LIFE_MS)
    counts.add('DE', heat, 1, NOW_MS)
    counts.add('DE', up, 1, NOW_MS - TRENDING_HALF_LIFE_MS)
    counts.add('AT', up, 1, NOW_MS)
    expect(listOf(counts, 'DE', 'trending')).toEqual([
      [heat, 1],
      [up, 0.5],
    ])
    expect(listOf(counts, 'DE', 'popular')).toEqual([
      [heat, 1.5],
      [up, 0.999],
    ])
    expect(listOf(counts, '', 'trending')).toEqual([
      [up, 1.5],
      [heat, 1],
    ])
    expect(listOf(counts, 'FR', 'trending')).toEqual([])
  })

  it('count plays of an unknown place, or of none that there is, everywhere only', () => {
    const counts = createTrendCounts()
    for (const country of ['', 'de', 'DEU', '1A', '__proto__']) counts.add(country, itemHash('heat'), 1, NOW_MS)
    expect(countriesOf(counts)).toEqual([''])
    expect(listOf(counts, '', 'trending')).toEqual([[itemHash('heat'), 5]])
  })

  it('leave out what has faded, and what a clock years ahead has counted beyond all numbers', () => {
    const counts = createTrendCounts()
    counts.add('DE', itemHash('old'), 1, NOW_MS - 10 * TRENDING_HALF_LIFE_MS)
    counts.add('DE', itemHash('ahead'), 1, NOW_MS + 200 * POPULAR_HALF_LIFE_MS)
    counts.add('DE', itemHash('now'), 1, NOW_MS)
    expect(listOf(counts, 'DE', 'trending')).toEqual([[itemHash('now'), 1]])
    expect(listOf(counts, 'DE', 'popular').map(([item]) => item)).toEqual([itemHash('now'), itemHash('old')])
  })

  it('say the most watched only, equal ones in the order of hashes', () => {
    const counts = createTrendCounts()
    const items = Array.from({ length: 10 }, (_, n) => itemHash(`t${n}`))
    for (const item of items) counts.add('DE', item, 1, NOW_MS)
    expect(counts.of('DE', NOW_MS, 4).trending.map(({ item }) => item)).toEqual(items.sort().slice(0, 4))
  })

  it('are the same whatever the order of plays, and where one goes on from what another knew', () => {
    const play = fc.record({
      country: fc.constantFrom('DE', 'AT', ''),
      item: fc.constantFrom('heat', 'up', 'toys', 'ronin').map(itemHash),
      weight: fc.double({ min: 0.01, max: 1.5, noNaN: true }),
      agoMs: fc.integer({ min: 0, max: 4 * TRENDING_HALF_LIFE_MS }),
    })
    fc.assert(
      fc.property(fc.array(play, { maxLength: 100 }), fc.nat(), (plays, at) => {
        const half = at % (plays.length + 1)
        const count = (into: TrendCounts, some: typeof plays) => {
          for (const { country, item, weight, agoMs } of some) into.add(country, item, weight, NOW_MS - agoMs)
          return into
        }
        const inOrder = count(createTrendCounts(), plays)
        const backwards = count(createTrendCounts(), plays.toReversed())
        const resumed = count(
          createTrendCounts(count(createTrendCounts(), plays.slice(0, half)).state()),
          plays.slice(half),
        )
        expect(resumed.state()).toEqual(inOrder.state())
        for (const country of ['DE', 'AT', '']) {
          const plainly = new Map<string, number>()
          for (const played of plays) {
            if (country !== '' && played.country !== country) continue
            const worth = played.weight * 2 ** (-played.agoMs / TRENDING_HALF_LIFE_MS)
            plainly.set(played.item, (plainly.get(played.item) ?? 0) + worth)
          }
          for (const counts of [inOrder, backwards]) {
            const said = new Map(counts.of(country, NOW_MS, LIMIT).trending.map(({ item, plays: n }) => [item, n]))
            for (const [item, worth] of plainly) {
              if (worth > 0.011) expect((said.get(itemHash(idOf(item))) ?? 0) / worth).toBeCloseTo(1, 6)
            }
          }
        }
      }),
    )
  })

  it('forget the faintest titles of a country, and never the most watched', () => {
    const counts = createTrendCounts()
    const favourite = itemHash('favourite')
    counts.add('DE', favourite, 1.5, NOW_MS)
    for (let n = 0; n < 2 * MOST_TITLES; n++) {
      counts.add('DE', itemHash(`t${n}`), n % 7 === 0 ? 1 : 0.1, NOW_MS - (n % 1000) * 60_000)
      if (n % 250 === 0) expect(counts.state().get('DE')?.length).toBeLessThanOrEqual(MOST_TITLES)
    }
    expect(counts.state().get('DE')?.length).toBeGreaterThanOrEqual(KEPT_TITLES / 2)
    expect(counts.of('DE', NOW_MS, 1).trending).toEqual([{ item: favourite, plays: expect.closeTo(1.5, 5) }])
    expect(counts.of('DE', NOW_MS, 1).popular).toEqual([{ item: favourite, plays: expect.closeTo(1.5, 5) }])
  })

  it('forget the faintest country where there are more than there can be', () => {
    const counts = createTrendCounts()
    codes.forEach((code, n) => {
      counts.add(code, itemHash('heat'), 1, NOW_MS + n)
      if (n === 0) for (let again = 0; again < 5; again++) counts.add(code, itemHash('heat'), 1, NOW_MS)
    })
    const kept = countriesOf(counts)
    expect(kept).toHaveLength(MOST_COUNTRIES + 1)
    expect(kept).toEqual(expect.arrayContaining(['', 'AA', 'ZZ']))
    expect(kept).not.toContain('AB')
  })
})

function idOf(hash: string): string {
  return ['heat', 'up', 'toys', 'ronin'].find((id) => itemHash(id) === hash) ?? ''
}
