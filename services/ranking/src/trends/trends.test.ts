import { describe, expect, it } from '@jest/globals'
import { ModelUpdate, itemHash, itemHashToBytes } from '@upnext/contracts'
import type { TrendsUpdate } from '@upnext/contracts'
import { POPULAR_HALF_LIFE_MS, TRENDING_HALF_LIFE_MS } from '@upnext/recsys'
import { combineFacts } from '../facts/audience.ts'
import { SILENT } from '../request/fields.ts'
import { settingsOf } from '../testing/a-model.ts'
import { someTrends } from '../testing/some-trends.ts'
import { countryOf } from './country-of.ts'
import { createTrends } from './trends.ts'

const NOW_MS = 1_790_000_000_000
const epoch = (trainerEpoch: number) => ({ trainerEpoch })
const update = (country: string, plays: Record<string, number>) => someTrends(country, NOW_MS, plays)

describe('trends', () => {
  it('are kept by country, most watched first', () => {
    const trends = createTrends()
    expect(trends.apply(epoch(1), update('DE', { heat: 9, up: 4 }))).toBe('applied')
    expect(trends.apply(epoch(1), update('', { toys: 20 }))).toBe('applied')
    expect(trends.trending('DE', NOW_MS)).toEqual([
      { hash: itemHash('heat'), plays: 9 },
      { hash: itemHash('up'), plays: 4 },
    ])
    expect(trends.popular(null, NOW_MS)).toEqual([{ hash: itemHash('toys'), plays: 20 }])
    expect(trends.trending('AT', NOW_MS)).toEqual([])
    expect(trends.countries()).toBe(1)
  })

  it('fade while nothing more is said, and do not grow where clocks differ', () => {
    const trends = createTrends()
    trends.apply(epoch(1), update('DE', { heat: 8 }))
    expect(trends.trending('DE', NOW_MS + TRENDING_HALF_LIFE_MS)[0]?.plays).toBe(4)
    expect(trends.popular('DE', NOW_MS + POPULAR_HALF_LIFE_MS)[0]?.plays).toBe(4)
    expect(trends.trending('DE', NOW_MS - TRENDING_HALF_LIFE_MS)[0]?.plays).toBe(8)
  })

  it('are replaced as a whole, and never by a trainer that was replaced itself', () => {
    const trends = createTrends()
    trends.apply(epoch(2), update('DE', { heat: 8, up: 1 }))
    expect(trends.apply(epoch(1), update('DE', { toys: 9 }))).toBe('stale')
    expect(trends.apply(epoch(2), update('DE', { up: 2 }))).toBe('applied')
    expect(trends.trending('DE', NOW_MS)).toEqual([{ hash: itemHash('up'), plays: 2 }])
    // Of this country the later trainer has not spoken yet.
    expect(trends.apply(epoch(1), update('AT', { toys: 9 }))).toBe('applied')
  })

  it('are refused as a whole where anything is malformed', () => {
    const trends = createTrends()
    trends.apply(epoch(1), update('DE', { heat: 8 }))
    const good = update('DE', { up: 2, toys: 1 })
    const [up, toys] = good.trending
    if (up === undefined || toys === undefined) throw new Error('no titles')
    const many = Array.from({ length: 1001 }, (_, n) => ({ item: itemHashToBytes(itemHash(`t${n}`)), plays: 1 }))
    const broken: Partial<TrendsUpdate>[] = [
      { country: 'de' },
      { country: 'DEU' },
      { country: '__proto__' },
      { trending: [{ ...up, item: Buffer.alloc(7) }] },
      { trending: [{ ...up, plays: NaN }] },
      { trending: [{ ...up, plays: Infinity }] },
      { popular: [{ ...up, plays: -1 }] },
      { popular: [{ ...up, plays: 0 }] },
      { trending: [toys, up] },
      { popular: [up, up] },
      { trending: many },
    ]
    for (const parts of broken) expect(trends.apply(epoch(1), { ...good, ...parts })).toBe('malformed')
    expect(trends.trending('DE', NOW_MS)).toEqual([{ hash: itemHash('heat'), plays: 8 }])
  })

  it('are read as the log carries them', () => {
    const trends = createTrends()
    const said = { $case: 'trends' as const, value: update('DE', { heat: 0.5 }) }
    const { update: read } = ModelUpdate.decode(ModelUpdate.encode(ModelUpdate.fromPartial({ update: said })).finish())
    if (read?.$case !== 'trends') throw new Error('no trends')
    expect(trends.apply(epoch(0), read.value)).toBe('applied')
    expect(trends.popular('DE', NOW_MS)).toEqual([{ hash: itemHash('heat'), plays: 0.5 }])
  })
})

describe('the country to look up', () => {
  const home = settingsOf({ country: 'DE' })

  it('is where the viewer is now, else where the profile says, or unknown', () => {
    expect(countryOf(combineFacts({ ...SILENT, country: 'AT' }, home))).toBe('AT')
    expect(countryOf(combineFacts(SILENT, home))).toBe('DE')
    expect(countryOf(combineFacts(SILENT, null))).toBeNull()
  })
})
