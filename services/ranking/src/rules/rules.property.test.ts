/** Whatever title and whoever asks: one more fact about the audience never shows more, and what is unknown is never shown. */
import { describe, expect, it } from '@jest/globals'
import { ItemKind, fingerprintOf, itemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { combineFacts, factsWithoutProfile } from '../facts/audience.ts'
import type { AudienceFacts } from '../facts/audience.ts'
import { SILENT } from '../request/fields.ts'
import type { RequestFacts } from '../request/fields.ts'
import { settingsOf } from '../testing/a-model.ts'
import { NOW, aTitle, someFacts } from '../testing/some-facts.ts'
import { RULES, createJudge } from './judge.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const aCountry = fc.constantFrom('DE', 'FR')
const anAge = fc.constantFrom(0, 7, 12, 18)
const aTier = fc.constantFrom('basic', 'premium')
const someLanguages = fc.uniqueArray(fc.constantFrom('de', 'EN', 'fr-CA'), { maxLength: 2 })

const anyTitle = fc
  .record({
    regions: maybe(fc.record({ everywhere: fc.boolean(), countries: fc.uniqueArray(aCountry) })),
    windows: fc.array(
      fc.record({
        startsAtMs: maybe(fc.constantFrom(NOW - 1, NOW + 1)),
        endsAtMs: maybe(fc.constantFrom(NOW, NOW + 1)),
        countries: fc.uniqueArray(aCountry, { maxLength: 1 }),
      }),
      { maxLength: 2 },
    ),
    maturityAge: maybe(anAge),
    madeForKids: maybe(fc.boolean()),
    languages: someLanguages,
    tiers: maybe(fc.record({ every: fc.boolean(), names: fc.uniqueArray(aTier) })),
  })
  .map(aTitle)

const said = fc.record({
  country: maybe(aCountry),
  maturityLimit: maybe(anAge),
  kids: maybe(fc.boolean()),
  languages: maybe(someLanguages),
  tier: maybe(aTier),
})
type Said = typeof said extends fc.Arbitrary<infer T> ? T : never

const asRequest = ({ country, maturityLimit, kids, languages, tier }: Said): RequestFacts => ({
  ...SILENT,
  country: country ?? null,
  maturityLimit: maturityLimit ?? null,
  kids: kids ?? null,
  languages: languages ?? [],
  tier: tier ?? null,
})

type Title = ReturnType<typeof aTitle>
const isShown = (title: Title, audience: AudienceFacts): boolean => createJudge(someFacts(audience)).allows(title)

/** What one side says, with place and tier of the other where it is silent: only those two open doors, all other facts close them. */
const withDoors = (own: Said, other: Said): Said => ({
  ...own,
  country: own.country ?? other.country,
  tier: own.tier ?? other.tier,
})

describe('facts of request and profile together', () => {
  it('show nothing that one of them alone would hide', () => {
    fc.assert(
      fc.property(anyTitle, said, said, (title, request, profile) => {
        const together = isShown(title, combineFacts(asRequest(request), settingsOf(profile)))
        const byRequest = isShown(title, combineFacts(asRequest(withDoors(request, profile)), null))
        const byProfile = isShown(title, combineFacts(SILENT, settingsOf(withDoors(profile, request))))
        expect(together && !(byRequest && byProfile)).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })

  it('show nothing without the profile that some profile could hide, but for languages and titles without tiers', () => {
    fc.assert(
      fc.property(anyTitle, said, (title, profile) => {
        fc.pre(title.tiers !== null)
        const settings = settingsOf({ ...profile, languages: undefined })
        if (isShown(title, factsWithoutProfile(SILENT)))
          expect(isShown(title, combineFacts(SILENT, settings))).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it('show nothing more without the profile than with a profile that says nothing', () => {
    fc.assert(
      fc.property(anyTitle, said, (title, request) => {
        const unread = isShown(title, factsWithoutProfile(asRequest(request)))
        expect(unread && !isShown(title, combineFacts(asRequest(request), settingsOf({})))).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a rule that does not apply', () => {
  it('hides nothing', () => {
    const someIds = fc.uniqueArray(fc.constantFrom('heat', 'ronin'))
    const filters = fc.constantFrom(null, () => false)
    fc.assert(
      fc.property(anyTitle, said, someIds, someIds, filters, (title, request, excluded, seen, filter) => {
        const facts = someFacts(combineFacts(asRequest(request), null), {
          excluded: new Set(excluded.map(itemHash)),
          dismissed: new Set(seen.map(itemHash)),
          seen: new Set(seen.map((id) => fingerprintOf(itemHash(id)))),
          filter,
        })
        const hiding = RULES.filter((rule) => rule.hides(title, facts))
        expect(hiding.filter((rule) => rule.applies?.(facts) === false)).toEqual([])
        expect(createJudge(facts).allows(title)).toBe(hiding.length === 0)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a title of which nothing is known', () => {
  const kind = ItemKind.ITEM_KIND_MOVIE
  const unknown = { kind, regions: undefined, maturityAge: undefined, madeForKids: undefined, tiers: undefined }

  it('is hidden by each single limit, and so by any of them together', () => {
    const limits: readonly Partial<AudienceFacts>[] = [
      { countries: ['DE'] },
      { maturityLimit: 18 },
      { kids: true },
      { languages: [['de']] },
      { tiers: ['basic'] },
    ]
    // Placed everywhere, so that every other limit has to hide it by itself.
    const placed = aTitle({ ...unknown, languages: [], regions: { everywhere: true, countries: [] } })
    const nowhere = aTitle({ ...unknown, languages: [] })
    for (const limit of limits) {
      expect(isShown(nowhere, someFacts(limit).audience)).toBe(false)
      if (limit.countries === undefined) expect(isShown(placed, someFacts(limit).audience)).toBe(false)
    }
    expect(isShown(placed, someFacts().audience)).toBe(true)
    const all = limits.reduce((together, limit) => ({ ...together, ...limit }))
    expect(isShown(nowhere, someFacts(all).audience)).toBe(false)
  })
})
