import { describe, expect, it } from '@jest/globals'
import { ReasonType, itemHash } from '@upnext/contracts'
import type { OwnedTitle } from '@upnext/profiles'
import { anItem } from '@upnext/testkit'
import { aModel } from '../../testing/a-model.ts'
import { aSpec, causesIn } from '../../testing/a-row-world.ts'
import { idsOf, theRow } from '../../testing/a-viewer-context.ts'
import type { ViewerContextParts } from '../../testing/a-viewer-context.ts'
import { aProfileOf, aRecent, daysAgo } from '../../testing/some-titles.ts'
import { rentOrBuy } from './rent-or-buy.ts'

const { REASON_TYPE_FOR_SALE, REASON_TYPE_POPULAR } = ReasonType
type Parts = Parameters<typeof anItem>[0]
const outside = (itemId: string, parts: Parts = {}) =>
  anItem({ itemId, offer: { rent: true, buy: true }, tiers: { every: false, names: ['gold'] }, ...parts })

const items = [
  anItem({ itemId: 'heat', tiers: { every: true, names: [] } }),
  outside('ronin'),
  outside('casino'),
  outside('alien', { year: 2021 }),
  outside('up', { year: 2022 }),
  outside('paid'),
]

function rowOf(parts: Partial<ViewerContextParts> = {}) {
  return theRow(rentOrBuy, aSpec('rent_or_buy'), {
    items,
    ...parts,
    request: { tier: 'basic', ...parts.request },
  })
}

function owned(id: string, parts: Partial<Omit<OwnedTitle, 'key'>>): OwnedTitle {
  return { key: itemHash(id), rented: null, bought: null, ...parts }
}

const paying = (...entries: readonly OwnedTitle[]) => ({ transactions: { entries, horizon: null } })
const forEver = { atMs: daysAgo(9), expiresAtMs: 0 }
const model = aModel({ heat: [['ronin', 1]], paid: [['casino', 1]] }, { alien: 2, up: 1 })

describe('rent or buy', () => {
  it('goes by what was paid for, then by what was watched, then by what many watch, then newest first', () => {
    const profile = aProfileOf([aRecent('heat')], paying(owned('paid', { bought: forEver })))
    const row = rowOf({ profile, model, items: [...items, outside('rare')] })
    expect(idsOf(row)).toEqual(['casino', 'ronin', 'alien', 'up', 'rare'])
    expect(row).toMatchObject({ rowId: 'rent-or-buy', inOrder: false, title: { template: 'rent_or_buy' } })
    const scores = row?.candidates.map(({ score }) => score) ?? []
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(row?.candidates.map(({ causes }) => causes)).toEqual([
      // What was only paid for was not watched: no reason says so.
      [{ kind: 'fact', type: REASON_TYPE_FOR_SALE, share: 1 }],
      [
        { kind: 'title', hash: itemHash('heat'), share: 1 },
        { kind: 'fact', type: REASON_TYPE_FOR_SALE, share: 0 },
      ],
      [
        { kind: 'fact', type: REASON_TYPE_POPULAR, share: 1 },
        { kind: 'fact', type: REASON_TYPE_FOR_SALE, share: 0 },
      ],
      [
        { kind: 'fact', type: REASON_TYPE_POPULAR, share: 1 },
        { kind: 'fact', type: REASON_TYPE_FOR_SALE, share: 0 },
      ],
      [{ kind: 'fact', type: REASON_TYPE_FOR_SALE, share: 1 }],
    ])
  })

  it('names what was paid for where it was watched too', () => {
    const profile = aProfileOf([aRecent('paid')], paying(owned('paid', { bought: forEver })))
    expect(causesIn(rowOf({ profile, model }))[0]?.[0]).toEqual({
      kind: 'title',
      hash: itemHash('paid'),
      share: 1,
    })
  })

  it('always says that a title is for sale, whatever else speaks for it', () => {
    const watched = ['a', 'b', 'c', 'd']
    const rows = Object.fromEntries(watched.map((id) => [id, [['ronin', 1] as const]]))
    const profile = aProfileOf(watched.map((id, i) => aRecent(id, [{ daysAgo: i }])))
    const row = rowOf({ profile, model: aModel(rows), items: [...watched, outside('ronin')] })
    const [causes = []] = causesIn(row)
    expect(causes.map((cause) => cause.kind)).toEqual(['title', 'title', 'fact'])
    expect(causes.at(-1)).toMatchObject({ type: REASON_TYPE_FOR_SALE })
    expect(causes.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1)
  })

  it('shows what the subscription does not include, with an offer, and nothing else', () => {
    const row = rowOf({
      items: [
        outside('yes'),
        outside('nobody-s', { tiers: { every: false, names: [] } }),
        outside('included', { tiers: { every: false, names: ['basic'] } }),
        outside('in-every', { tiers: { every: true, names: [] } }),
        outside('no-offer', { offer: { rent: false, buy: false } }),
        outside('not-here', { regions: { everywhere: false, countries: ['DE'] } }),
        outside('too-old', { maturityAge: 18 }),
      ],
      request: { country: 'FR', maturityLimit: 16 },
    })
    expect(idsOf(row)).toEqual(['nobody-s', 'yes'])
  })

  it('leaves out what is owned now, and offers a rental that has run out again', () => {
    const of = (title: OwnedTitle) => idsOf(rowOf({ items: [outside('up')], profile: aProfileOf([], paying(title)) }))
    expect(of(owned('up', { bought: forEver }))).toEqual([])
    expect(of(owned('up', { rented: forEver }))).toEqual([])
    expect(of(owned('up', { rented: { atMs: daysAgo(2), expiresAtMs: daysAgo(-1) } }))).toEqual([])
    expect(of(owned('up', { rented: { atMs: daysAgo(2), expiresAtMs: daysAgo(0) } }))).toEqual(['up'])
    expect(of(owned('up', { rented: { atMs: daysAgo(2), expiresAtMs: daysAgo(1) }, bought: forEver }))).toEqual([])
  })

  it('leaves out what was seen, and is not there without offers', () => {
    expect(rowOf({ items: [outside('up')], profile: aProfileOf([aRecent('up')]) })).toBe(null)
    expect(rowOf({ items: ['heat'] })).toBe(null)
  })

  it('does not go by what was paid for where history is not used, but knows it', () => {
    const profile = aProfileOf([aRecent('heat')], paying(owned('paid', { bought: forEver })))
    const row = rowOf({ profile, model, request: { withoutPersonalization: true } })
    expect(idsOf(row)).toEqual(['alien', 'up', 'casino', 'ronin'])
  })
})
