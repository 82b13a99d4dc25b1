import { describe, expect, it, jest } from '@jest/globals'
import { ItemKind, itemHash } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import type { AudienceFacts } from '../facts/audience.ts'
import { NOW, aTitle, someFacts, verdict } from '../testing/some-facts.ts'
import { createJudge } from './judge.ts'

type Item = Partial<CatalogItem>

const in_ = (...countries: string[]): Item => ({ regions: { everywhere: false, countries } })
const open = (countries: string[], startsAtMs?: number, endsAtMs?: number) => ({ countries, startsAtMs, endsAtMs })
const de = { countries: ['DE'] }
const spoken = (...languages: string[]): Item => ({ languages })
const wanting = (...languages: string[][]) => ({ languages })
const tiers = (...names: string[]): Item => ({ tiers: { every: false, names } })

describe('rules', () => {
  it.each<[string, Item, Partial<AudienceFacts>, string]>([
    ['everywhere, country unknown', {}, {}, 'shown'],
    ['everywhere, country known', {}, de, 'shown'],
    ['regions unknown, country known', { regions: undefined }, de, 'region'],
    ['regions unknown, country unknown', { regions: undefined }, {}, 'region'],
    ['some countries, country unknown', in_('DE'), {}, 'region'],
    ['no country at all', in_(), de, 'region'],
    ['the right country', in_('FR', 'DE'), de, 'shown'],
    ['another country', in_('FR'), de, 'region'],
    ['one of two countries in question', in_('DE'), { countries: ['DE', 'FR'] }, 'region'],
    ['both countries in question', in_('DE', 'FR'), { countries: ['DE', 'FR'] }, 'shown'],

    ['no limit, age unknown', { maturityAge: undefined }, {}, 'shown'],
    ['limit, age unknown', { maturityAge: undefined }, { maturityLimit: 18 }, 'maturity'],
    ['limit, all ages', { maturityAge: 0 }, { maturityLimit: 0 }, 'shown'],
    ['limit, age at it', { maturityAge: 12 }, { maturityLimit: 12 }, 'shown'],
    ['limit, age above it', { maturityAge: 13 }, { maturityLimit: 12 }, 'maturity'],

    ['kids, age and making unknown', { maturityAge: undefined, madeForKids: undefined }, { kids: true }, 'kids'],
    ['kids, made for them', { maturityAge: undefined, madeForKids: true }, { kids: true }, 'shown'],
    ['kids, age 7', { maturityAge: 7, madeForKids: false }, { kids: true }, 'shown'],
    ['kids, age 8', { maturityAge: 8, madeForKids: undefined }, { kids: true }, 'kids'],
    ['kids with a high limit, age 16', { maturityAge: 16 }, { kids: true, maturityLimit: 18 }, 'kids'],
    [
      'kids with a low limit, made for them, too old',
      { maturityAge: 6, madeForKids: true },
      { kids: true, maturityLimit: 5 },
      'maturity',
    ],

    ['window open', { windows: [open([], NOW - 1, NOW + 1)] }, de, 'shown'],
    ['window opens now', { windows: [open([], NOW)] }, de, 'shown'],
    ['window ends now', { windows: [open([], undefined, NOW)] }, de, 'window'],
    ['window not open yet', { windows: [open([], NOW + 1)] }, de, 'window'],
    ['window of another country', { windows: [open(['FR'])] }, de, 'window'],
    ['window of this country', { windows: [open(['FR'], NOW + 1), open(['DE'], NOW)] }, de, 'shown'],
    ['window of a country, country unknown', { windows: [open(['DE'])] }, {}, 'window'],
    ['window of all countries, country unknown', { windows: [open([])] }, {}, 'shown'],

    ['no language wanted, none known', spoken(), {}, 'shown'],
    ['a language wanted, none known', spoken(), wanting(['en']), 'language'],
    ['a language wanted, another spoken', spoken('de'), wanting(['en']), 'language'],
    ['a language wanted, of another region', spoken('de', 'EN-us'), wanting(['en']), 'shown'],
    ['a language wanted, one that begins alike', spoken('eng'), wanting(['en']), 'language'],
    ['one of two languages wanted', spoken('de'), wanting(['en', 'de']), 'shown'],
    ['two lists, only one met', spoken('de'), wanting(['en', 'de'], ['en']), 'language'],
    ['two lists, each met by another language', spoken('de', 'fr'), wanting(['en', 'de'], ['fr']), 'shown'],

    ['every tier, tier unknown', { tiers: { every: true, names: [] } }, {}, 'shown'],
    ['every tier, tier known', { tiers: { every: true, names: [] } }, { tiers: ['basic'] }, 'shown'],
    ['tiers unknown, tier unknown', { tiers: undefined }, {}, 'shown'],
    ['tiers unknown, tier known', { tiers: undefined }, { tiers: ['basic'] }, 'tier'],
    ['some tiers, tier unknown', tiers('basic'), {}, 'tier'],
    ['no tier at all', tiers(), { tiers: ['basic'] }, 'tier'],
    ['the right tier', tiers('basic', 'premium'), { tiers: ['basic'] }, 'shown'],
    ['another tier', tiers('premium'), { tiers: ['basic'] }, 'tier'],
    ['one of two tiers in question', tiers('premium'), { tiers: ['basic', 'premium'] }, 'tier'],
    ['both tiers in question', tiers('basic', 'premium'), { tiers: ['basic', 'premium'] }, 'shown'],

    ['withdrawn', { withdrawn: true }, {}, 'withdrawn'],
    ['a series', { kind: ItemKind.ITEM_KIND_SERIES }, {}, 'shown'],
    ['a season', { kind: ItemKind.ITEM_KIND_SEASON }, {}, 'kind'],
    ['an episode', { kind: ItemKind.ITEM_KIND_EPISODE }, {}, 'kind'],
    ['a kind that is not said', { kind: ItemKind.ITEM_KIND_UNSPECIFIED }, {}, 'kind'],
  ])('%s', (_, item, audience, expected) => {
    expect(verdict(aTitle(item), someFacts(audience))).toBe(expected)
  })

  it('let through what the viewer owns whatever the tier, but no further', () => {
    const owned = { owned: new Set([itemHash('heat')]) }
    expect(verdict(aTitle(tiers('premium')), someFacts({ tiers: ['basic'] }, owned))).toBe('shown')
    expect(verdict(aTitle(tiers()), someFacts({}, owned))).toBe('shown')
    expect(verdict(aTitle({ ...tiers(), withdrawn: true }), someFacts({}, owned))).toBe('withdrawn')
    expect(verdict(aTitle({ ...tiers(), ...in_('FR') }), someFacts(de, owned))).toBe('region')
  })

  it('hide what a filter does not fit', () => {
    const filter = ({ year }: { year: number | null }) => year === 1995
    expect(verdict(aTitle({ year: 1995 }), someFacts({}, { filter }))).toBe('shown')
    expect(verdict(aTitle({ year: 1996 }), someFacts({}, { filter }))).toBe('filter')
  })

  it('hide what the request excludes, and what the viewer has dismissed or seen', () => {
    const title = aTitle({})
    expect(verdict(title, someFacts({}, { excluded: new Set([title.hash]) }))).toBe('excluded')
    expect(verdict(title, someFacts({}, { dismissed: new Set([title.hash]) }))).toBe('dismissed')
    expect(verdict(title, someFacts({}, { seen: new Set([title.fingerprint]) }))).toBe('seen')
  })

  it('count a title once, however often it is asked about', () => {
    const judge = createJudge(someFacts())
    const title = aTitle({ withdrawn: true })
    for (let i = 0; i < 3; i++) expect(judge.allows(title)).toBe(false)
    expect(judge.removed()).toEqual([{ rule: 'withdrawn', count: 1 }])
  })

  it('can be left out by name, and those behind still count', () => {
    const title = aTitle(tiers('premium'))
    const judge = createJudge(someFacts({ tiers: ['basic'] }, { seen: new Set([title.fingerprint]) }))
    expect(judge.allows(title)).toBe(false)
    expect(judge.allows(title, ['tier'])).toBe(false)
    expect(judge.allows(title, ['seen'])).toBe(false)
    expect(judge.allows(title, ['tier', 'seen'])).toBe(true)
    expect(judge.removed()).toEqual([{ rule: 'tier', count: 1 }])
  })

  it('do not ask a filter about a title that is hidden anyway, nor twice about the same', () => {
    const asked: string[] = []
    const filter = ({ itemId }: { itemId: string }) => asked.push(itemId) > 0
    const judge = createJudge(someFacts({}, { filter }))
    const [shown, withdrawn] = [aTitle(), { ...aTitle({ itemId: 'gone', withdrawn: true }), number: 1 }]
    for (let i = 0; i < 3; i++) expect([judge.allows(shown), judge.allows(withdrawn)]).toEqual([true, false])
    expect(asked).toEqual(['heat'])
  })
})

describe('what the rules leave', () => {
  const title = aTitle({ tiers: { every: true, names: [] } })
  const fitting = { ...title, number: 1, hash: itemHash('fitting'), fingerprint: 1 }
  const seen = { ...title, number: 2, hash: itemHash('seen'), fingerprint: 2 }
  const dear = {
    ...title,
    number: 3,
    hash: itemHash('dear'),
    fingerprint: 3,
    tiers: { every: false, names: ['premium'] },
  }

  it('is known once every title has been asked about: those that no rule hides, or only having been seen', () => {
    const judge = createJudge(someFacts({ tiers: ['basic'] }, { seen: new Set([seen.fingerprint]) }))
    for (const one of [fitting, seen, dear]) {
      expect(judge.left(3)).toBeNull()
      judge.allows(one)
    }
    expect(judge.left(3)).toEqual([fitting, seen])
  })

  it('is not known while a title was only asked about without the rule that hides it', () => {
    const judge = createJudge(someFacts({ tiers: ['basic'] }))
    expect(judge.allows(dear, ['tier'])).toBe(true)
    expect(judge.left(1)).toBeNull()
    judge.allows(dear)
    expect(judge.left(1)).toEqual([])
  })

  it('has a filter asked once of a title that another rule hides, however often that rule does not count', () => {
    const filter = jest.fn(() => false)
    const judge = createJudge(someFacts({ tiers: ['basic'] }, { filter }))
    for (let time = 0; time < 3; time++) expect(judge.allows(dear, ['tier'])).toBe(false)
    expect(filter).toHaveBeenCalledTimes(1)
  })
})
