import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import { ItemKind } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import { anItem } from '@upnext/testkit'
import type { AudienceFacts } from '../facts/audience.ts'
import type { Facts } from '../facts/facts.ts'
import { createJudge } from './judge.ts'

const NOW = 1_000_000
type Item = Partial<CatalogItem>

function aTitle(item: Item): CatalogTitle {
  const catalog = createCatalog()
  catalog.apply({ item: { ...anItem({ itemId: 'heat' }), ...item }, receivedAtMs: 0 })
  const title = catalog.byId('heat')
  if (title === undefined) throw new Error('the catalogue did not take the title')
  return title
}

function someFacts(audience: Partial<AudienceFacts> = {}, facts: Partial<Facts> = {}): Facts {
  return {
    nowMs: NOW,
    audience: { countries: [], maturityLimit: null, kids: false, ...audience },
    excluded: new Set(),
    dismissed: new Set(),
    seen: new Set(),
    ...facts,
  }
}

/** The name of the rule that hides the title, or `shown`. */
function verdict(title: CatalogTitle, facts: Facts): string {
  const judge = createJudge(facts)
  judge.allows(title)
  return judge.removed()[0]?.rule ?? 'shown'
}

const in_ = (...countries: string[]): Item => ({ regions: { everywhere: false, countries } })
const open = (countries: string[], startsAtMs?: number, endsAtMs?: number) => ({ countries, startsAtMs, endsAtMs })
const de = { countries: ['DE'] }

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

    ['withdrawn', { withdrawn: true }, {}, 'withdrawn'],
    ['a series', { kind: ItemKind.ITEM_KIND_SERIES }, {}, 'shown'],
    ['a season', { kind: ItemKind.ITEM_KIND_SEASON }, {}, 'kind'],
    ['an episode', { kind: ItemKind.ITEM_KIND_EPISODE }, {}, 'kind'],
    ['a kind that is not said', { kind: ItemKind.ITEM_KIND_UNSPECIFIED }, {}, 'kind'],
  ])('%s', (_, item, audience, expected) => {
    expect(verdict(aTitle(item), someFacts(audience))).toBe(expected)
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
})
