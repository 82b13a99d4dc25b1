/** Every rule about the audience, by what the title says and by who says what about the audience. */
import { describe, expect, it } from '@jest/globals'
import type { CatalogItem } from '@upnext/contracts'
import { combineFacts, factsWithoutProfile } from '../facts/audience.ts'
import type { AudienceFacts } from '../facts/audience.ts'
import { SILENT } from '../request/fields.ts'
import type { RequestFacts } from '../request/fields.ts'
import { settingsOf } from '../testing/a-model.ts'
import type { SettingValues } from '../testing/a-model.ts'
import { NOW, aTitle, someFacts, verdict } from '../testing/some-facts.ts'

/** Who says the fact: the columns below. `unread`: there is a profile, perhaps, and it cannot be read. */
const SAYERS = ['request', 'profile', 'both', 'nobody', 'unread', 'unread, request'] as const
type Row = readonly [title: string, item: Partial<CatalogItem>, ...string[]]

const shown = 'shown'
const tiers = (...names: string[]) => ({ tiers: { every: false, names } })
const windows = (...countries: string[]) => ({ windows: [{ countries, startsAtMs: NOW, endsAtMs: NOW + 1 }] })

const TABLE: Record<string, { readonly says: Partial<RequestFacts> & SettingValues; readonly rows: readonly Row[] }> = {
  region: {
    says: { country: 'DE' },
    rows: [
      ['unknown', { regions: undefined }, 'region', 'region', 'region', 'region', 'region', 'region'],
      ['allowed', { regions: inside('DE') }, shown, shown, shown, 'region', 'region', shown],
      ['forbidden', { regions: inside('FR') }, 'region', 'region', 'region', 'region', 'region', 'region'],
      ['allowed everywhere', {}, shown, shown, shown, shown, shown, shown],
    ],
  },
  window: {
    says: { country: 'DE' },
    rows: [
      ['none', { windows: [] }, shown, shown, shown, shown, shown, shown],
      ['open there', windows('DE'), shown, shown, shown, 'window', 'window', shown],
      ['open elsewhere', windows('FR'), 'window', 'window', 'window', 'window', 'window', 'window'],
      ['open everywhere', windows(), shown, shown, shown, shown, shown, shown],
      ['over', { windows: [{ countries: [], startsAtMs: undefined, endsAtMs: NOW }] }, ...all('window')],
    ],
  },
  maturity: {
    says: { maturityLimit: 12 },
    rows: [
      ['unknown', { maturityAge: undefined }, 'maturity', 'maturity', 'maturity', shown, 'maturity', 'maturity'],
      ['allowed', { maturityAge: 12, madeForKids: true }, shown, shown, shown, shown, 'maturity', shown],
      ['forbidden', { maturityAge: 13 }, 'maturity', 'maturity', 'maturity', shown, 'maturity', 'maturity'],
      ['allowed to all', { maturityAge: 0 }, shown, shown, shown, shown, shown, shown],
    ],
  },
  kids: {
    says: { kids: true },
    // Unread, and nobody says a limit: then it is 0.
    rows: [
      [
        'unknown',
        { maturityAge: undefined, madeForKids: undefined },
        ...['kids', 'kids', 'kids', shown, 'maturity', 'maturity'],
      ],
      ['allowed', { maturityAge: 7, madeForKids: false }, shown, shown, shown, shown, 'maturity', 'maturity'],
      ['made for kids', { maturityAge: 0, madeForKids: true }, shown, shown, shown, shown, shown, shown],
      ['forbidden', { maturityAge: 8, madeForKids: false }, 'kids', 'kids', 'kids', shown, 'maturity', 'maturity'],
    ],
  },
  language: {
    says: { languages: ['de'] },
    rows: [
      ['unknown', { languages: [] }, 'language', 'language', 'language', shown, shown, 'language'],
      ['allowed', { languages: ['en', 'de-AT'] }, shown, shown, shown, shown, shown, shown],
      ['forbidden', { languages: ['en'] }, 'language', 'language', 'language', shown, shown, 'language'],
    ],
  },
  tier: {
    says: { tier: 'basic' },
    rows: [
      ['unknown', { tiers: undefined }, 'tier', 'tier', 'tier', shown, shown, 'tier'],
      ['allowed', tiers('basic', 'premium'), shown, shown, shown, 'tier', 'tier', shown],
      ['forbidden', tiers('premium'), 'tier', 'tier', 'tier', 'tier', 'tier', 'tier'],
      ['allowed to all', { tiers: { every: true, names: [] } }, shown, shown, shown, shown, shown, shown],
    ],
  },
}

describe.each(Object.entries(TABLE))('the rule on %s', (_, { says, rows }) => {
  const cells = rows.flatMap(([title, item, ...expected]) =>
    SAYERS.map((sayer, i) => [title, sayer, item, expected[i] ?? 'missing'] as const),
  )
  it.each(cells)('title: %s, said by: %s', (_title, sayer, item, expected) => {
    expect(verdict(aTitle(item), someFacts(audienceOf(sayer, says)))).toBe(expected)
  })
})

function audienceOf(sayer: (typeof SAYERS)[number], says: Partial<RequestFacts> & SettingValues): AudienceFacts {
  const said: RequestFacts = { ...SILENT, ...says }
  const settings = settingsOf(says)
  switch (sayer) {
    case 'request':
      return combineFacts(said, null)
    case 'profile':
      return combineFacts(SILENT, settings)
    case 'both':
      return combineFacts(said, settings)
    case 'nobody':
      return combineFacts(SILENT, settingsOf({}))
    case 'unread':
      return factsWithoutProfile(SILENT)
    case 'unread, request':
      return factsWithoutProfile(said)
  }
}

function inside(...countries: string[]) {
  return { everywhere: false, countries }
}

function all(rule: string): string[] {
  return SAYERS.map(() => rule)
}
