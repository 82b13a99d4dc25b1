import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { CatalogItem, ItemKind, itemHash } from '@upnext/contracts'
import fc from 'fast-check'
import { NOW, someFacts } from '../testing/some-facts.ts'
import { audienceVerdicts } from './audience-verdicts.ts'
import { AUDIENCE_RULES, createJudge } from './judge.ts'
import type { Rule } from './rule.ts'

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const aTime = fc.integer({ min: NOW - 3, max: NOW + 3 })
const anId = fc.constantFrom('a', 'b', 'c')

const anItem = fc.record({
  itemId: anId,
  kind: fc.constantFrom(ItemKind.ITEM_KIND_MOVIE, ItemKind.ITEM_KIND_MOVIE, ItemKind.ITEM_KIND_EPISODE),
  regions: fc.boolean().map((everywhere) => ({ everywhere, countries: ['DE'] })),
  windows: fc.array(
    fc.record({ startsAtMs: maybe(aTime), endsAtMs: maybe(aTime), countries: fc.constant<string[]>([]) }),
    {
      maxLength: 2,
    },
  ),
  maturityAge: fc.constantFrom(0, 16),
  tiers: fc.boolean().map((every) => ({ every, names: ['premium'] })),
  withdrawn: fc.constantFrom(false, false, true),
})

const aQuestion = fc.record({
  audience: fc.record({
    countries: fc.subarray(['DE', 'FR']),
    maturityLimit: fc.constantFrom(null, 12),
    kids: fc.boolean(),
    tiers: fc.subarray(['premium']),
  }),
  nowMs: aTime,
  owned: fc.subarray(['a', 'b', 'c']),
  seen: fc.subarray(['a', 'b', 'c']),
})

describe('what rules said to an audience before', () => {
  it('is what they say now, whatever has become of the titles, whatever time it is, and whoever of the audience asks', () => {
    const steps = fc.array(fc.oneof({ weight: 1, arbitrary: anItem }, { weight: 2, arbitrary: aQuestion }), {
      minLength: 5,
      maxLength: 30,
    })
    fc.assert(
      fc.property(steps, (all) => {
        const catalog = createCatalog()
        for (const step of all) {
          if ('itemId' in step) {
            catalog.apply({ item: { ...CatalogItem.create(), ...step }, receivedAtMs: 0 })
            continue
          }
          const facts = someFacts(step.audience, {
            nowMs: step.nowMs,
            owned: new Set(step.owned.map(itemHash)),
            seen: new Set(step.seen.flatMap((id) => catalog.byId(id)?.fingerprint ?? [])),
          })
          const known = createJudge(facts, audienceVerdicts(catalog, facts, AUDIENCE_RULES))
          const oracle = createJudge(facts)
          for (const title of catalog.titles()) expect(known.allows(title)).toBe(oracle.allows(title))
          expect(known.removed()).toEqual(oracle.removed())
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('is not taken from a document that has been replaced', () => {
    const catalog = createCatalog()
    const apply = (withdrawn: boolean): void => {
      catalog.apply({ item: { ...CatalogItem.create(), itemId: 'a', withdrawn }, receivedAtMs: 0 })
    }
    apply(true)
    const old = catalog.byId('a')
    apply(false)
    const now = catalog.byId('a')
    if (old === undefined || now === undefined) throw new Error('the catalogue lost a title')
    const verdicts = audienceVerdicts(catalog, someFacts(), AUDIENCE_RULES)
    expect(verdicts.rules[verdicts.placeOf(old)]?.name).toBe('withdrawn')
    expect(verdicts.rules[verdicts.placeOf(now)]?.name).not.toBe('withdrawn')
  })

  it('holds for so many audiences at once', () => {
    const catalog = createCatalog()
    catalog.apply({ item: { ...CatalogItem.create(), itemId: 'a', maturityAge: 50 }, receivedAtMs: 0 })
    const title = catalog.byId('a')
    if (title === undefined) throw new Error('the catalogue lost a title')
    for (const maturityLimit of [...Array(200).keys(), ...Array(200).keys()]) {
      const facts = someFacts({ maturityLimit })
      const judge = createJudge(facts, audienceVerdicts(catalog, facts, AUDIENCE_RULES))
      judge.allows(title)
      const oracle = createJudge(facts)
      oracle.allows(title)
      expect(judge.removed()).toEqual(oracle.removed())
    }
  })

  it('is kept of the audiences that asked last, and asked anew of one that did not ask for long', () => {
    const catalog = createCatalog()
    catalog.apply({ item: { ...CatalogItem.create(), itemId: 'a' }, receivedAtMs: 0 })
    const title = catalog.byId('a')
    if (title === undefined) throw new Error('the catalogue lost a title')
    let asked = 0
    const rule: Rule = {
      name: 'maturity',
      hides: () => {
        asked += 1
        return false
      },
    }
    const ask = (maturityLimit: number): number => {
      const before = asked
      audienceVerdicts(catalog, someFacts({ maturityLimit }), [rule]).placeOf(title)
      return asked - before
    }
    for (let other = 0; other < 64; other += 1) expect(ask(other)).toBe(1)
    expect(ask(0)).toBe(0)
    // The 65th: the second goes, and not the first, which has just asked.
    expect(ask(64)).toBe(1)
    expect(ask(0)).toBe(0)
    expect(ask(1)).toBe(1)
  })
})
