import { describe, expect, it } from '@jest/globals'
import { ItemKind, itemHash } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import type { AudienceFacts } from '../facts/audience.ts'
import { NOW, aTitle, someFacts } from '../testing/some-facts.ts'
import { mayPlay } from './episode.ts'

type Item = Partial<CatalogItem>
const SILENT_EPISODE: Item = {
  itemId: 'episode',
  kind: ItemKind.ITEM_KIND_EPISODE,
  seriesId: 'series',
  regions: undefined,
  maturityAge: undefined,
  madeForKids: undefined,
  languages: [],
  tiers: undefined,
}
const anEpisode = (item: Item = {}) => aTitle({ ...SILENT_EPISODE, ...item })
const aSeries = (item: Item = {}) => aTitle({ itemId: 'series', kind: ItemKind.ITEM_KIND_SERIES, ...item })

const inside = (...countries: string[]): Item => ({ regions: { everywhere: false, countries } })
const tiers = (...names: string[]): Item => ({ tiers: { every: false, names } })
const over: Item = { windows: [{ startsAtMs: undefined, endsAtMs: NOW, countries: [] }] }
const open: Item = { windows: [{ startsAtMs: NOW, endsAtMs: undefined, countries: [] }] }

describe('an episode', () => {
  it.each<[string, Item, Item, Partial<AudienceFacts>, boolean]>([
    ['says nothing, the series lets everybody in', {}, {}, {}, true],
    ['is withdrawn', { withdrawn: true }, {}, {}, false],
    ['is of a withdrawn series', {}, { withdrawn: true }, {}, false],
    ['is where the series is', {}, inside('DE'), { countries: ['DE'] }, true],
    ['is not where the series is not', {}, inside('FR'), { countries: ['DE'] }, false],
    ['is not where it says itself, the series is', inside('FR'), inside('DE'), { countries: ['DE'] }, false],
    ['is nowhere where neither says', {}, { regions: undefined }, { countries: ['DE'] }, false],
    ['is over when the series is', {}, over, {}, false],
    ['has a window of its own that is over', over, open, {}, false],
    ['has a window of its own that is open', open, {}, {}, true],
    ['is as mature as the series', {}, { maturityAge: 16 }, { maturityLimit: 12 }, false],
    ['is more mature than the series', { maturityAge: 16 }, { maturityAge: 6 }, { maturityLimit: 12 }, false],
    ['is of an age that nobody knows', {}, { maturityAge: undefined }, { maturityLimit: 18 }, false],
    ['is made for kids as the series is', {}, { maturityAge: undefined, madeForKids: true }, { kids: true }, true],
    [
      'is not for kids, the series is',
      { madeForKids: false, maturityAge: 12 },
      { madeForKids: true },
      { kids: true },
      false,
    ],
    ['speaks as the series does', {}, { languages: ['de'] }, { languages: [['de']] }, true],
    ['speaks another language', { languages: ['fr'] }, { languages: ['de'] }, { languages: [['de']] }, false],
    ['is in the tier of the series', {}, tiers('basic'), { tiers: ['basic'] }, true],
    ['is in another tier than the series', tiers('premium'), tiers('basic'), { tiers: ['basic'] }, false],
    ['is in no tier that anybody knows', {}, { tiers: undefined }, { tiers: ['basic'] }, false],
  ])('%s', (_, episode, series, audience, expected) => {
    expect(mayPlay(anEpisode(episode), aSeries(series), someFacts(audience))).toBe(expected)
  })

  it('may be played by whoever owns it or its series, whatever the tier', () => {
    const premium = { tiers: ['premium'] }
    const owning = (itemId: string) => someFacts(premium, { owned: new Set([itemHash(itemId)]) })
    expect(mayPlay(anEpisode(tiers('basic')), aSeries(), someFacts(premium))).toBe(false)
    expect(mayPlay(anEpisode(tiers('basic')), aSeries(), owning('series'))).toBe(true)
    expect(mayPlay(anEpisode(tiers('basic')), aSeries(), owning('episode'))).toBe(true)
    expect(mayPlay(anEpisode({ ...tiers('basic'), ...over }), aSeries(), owning('series'))).toBe(false)
  })

  it('is judged by what it says itself where the catalogue has no series', () => {
    expect(mayPlay(anEpisode(), undefined, someFacts())).toBe(false)
    expect(mayPlay(anEpisode({ regions: { everywhere: true, countries: [] } }), undefined, someFacts())).toBe(true)
  })

  it('does not ask whether it was seen, excluded or filtered out: that is about titles', () => {
    const episode = anEpisode()
    const facts = { seen: new Set([episode.fingerprint]), excluded: new Set([episode.hash]), filter: () => false }
    expect(mayPlay(episode, aSeries(), someFacts({}, facts))).toBe(true)
  })
})
