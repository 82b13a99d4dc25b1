/** Whatever catalogue, profile and request: no forbidden title, none twice, no empty row without need, no invented reason. */
import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, itemHash, viewerKey } from '@upnext/contracts'
import type { RowItem } from '@upnext/contracts'
import type { OwnedTitle } from '@upnext/profiles'
import { anItem, fakeClock } from '@upnext/testkit'
import fc from 'fast-check'
import type { ProfileReading } from '../facts/read-profile.ts'
import type { Audience } from '../request/audience.ts'
import type { RequestWishes } from '../request/wishes.ts'
import { aLearnedModel, aModel, aProfile, aServedModel, settingsOf } from '../testing/a-model.ts'
import { forbiddenBy } from '../testing/oracle.ts'
import { NOBODY_WAITS, rowsWith, someSources } from '../testing/some-sources.ts'
import { answerNext } from './answer-next.ts'

const KEYS = { secret: Buffer.alloc(32), namespace: 'test' }
/** Movies mostly, then a series, a season, an episode, and a kind that was not said. */
const KINDS = [1, 1, 1, 2, 3, 4, 0] as const
const NOW = fakeClock().now()
const IDS = Array.from({ length: 14 }, (_, i) => `t${i}`)
const anId = fc.constantFrom(...IDS)
const someIds = fc.uniqueArray(anId, { maxLength: 8 })
const aCountry = fc.constantFrom('DE', 'FR', 'JP')
const anAge = fc.constantFrom(0, 6, 7, 8, 12, 16, 18)
const aTier = fc.constantFrom('basic', 'premium')
const spoken = fc.uniqueArray(fc.constantFrom('en', 'en-US', 'DE', 'fr'), { maxLength: 2 })
const wanted = fc.uniqueArray(fc.constantFrom('EN', 'de-AT'), { maxLength: 2 })
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const anyItem = fc.record({
  kind: fc.constantFrom(...KINDS),
  regions: maybe(fc.record({ everywhere: fc.boolean(), countries: fc.uniqueArray(aCountry) })),
  maturityAge: maybe(anAge),
  madeForKids: maybe(fc.boolean()),
  languages: spoken,
  tiers: maybe(fc.record({ every: fc.boolean(), names: fc.uniqueArray(aTier) })),
  year: maybe(fc.integer({ min: 1950, max: 2025 })),
  withdrawn: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  windows: fc.array(
    fc.record({
      startsAtMs: maybe(fc.constantFrom(NOW - 10, NOW, NOW + 10)),
      endsAtMs: maybe(fc.constantFrom(NOW - 5, NOW, NOW + 20)),
      countries: fc.uniqueArray(aCountry, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
})

const aCase = fc.record({
  items: fc.dictionary(anId, anyItem, { maxKeys: 14 }),
  rows: fc.dictionary(
    anId,
    fc.uniqueArray(fc.tuple(anId, fc.double({ min: 0.01, max: 1, noNaN: true })), { selector: ([id]) => id }),
  ),
  content: fc.dictionary(
    anId,
    fc.uniqueArray(fc.tuple(anId, fc.double({ min: 0.01, max: 1, noNaN: true })), { selector: ([id]) => id }),
  ),
  exploration: fc.constantFrom(0, 0.1, 0.5, 1),
  learned: fc.boolean(),
  popularity: fc.dictionary(anId, fc.double({ min: 0, max: 9, noNaN: true })),
  hasModel: fc.boolean(),
  who: fc.constantFrom('viewer', 'unknown', 'unread', 'guest'),
  watched: someIds,
  seen: someIds,
  dismissed: someIds,
  excluded: someIds,
  settings: fc.record(
    { kids: fc.boolean(), maturityLimit: anAge, country: aCountry, languages: wanted, tier: aTier },
    { requiredKeys: [] },
  ),
  owned: fc.uniqueArray(fc.record({ id: anId, bought: fc.boolean(), expiresAtMs: fc.constantFrom(0, NOW, NOW + 1) }), {
    selector: ({ id }) => id,
  }),
  /** Of the filter: titles from this year on. */
  fromYear: fc.option(fc.constantFrom(1900, 2000)),
  boosts: fc.array(fc.record({ id: anId, factor: fc.constantFrom(0.1, 0.5, 3, 10) }), { maxLength: 3 }),
  pins: fc.array(fc.record({ itemId: anId, rowId: fc.constant(null), position: fc.nat(5) }), { maxLength: 3 }),
  consent: fc.constantFrom(null, true, false),
  request: fc.record({
    country: fc.option(aCountry),
    maturityLimit: fc.option(anAge),
    kids: fc.option(fc.boolean()),
    languages: wanted,
    tier: fc.option(aTier),
    device: fc.constant(null),
    locale: fc.constant(null),
    withoutPersonalization: fc.boolean(),
  }),
  limit: fc.integer({ min: 1, max: 16 }),
  finished: fc.option(anId),
})
type Case = typeof aCase extends fc.Arbitrary<infer T> ? T : never

describe('any row', () => {
  it('keeps every promise', async () => {
    await fc.assert(
      fc.asyncProperty(aCase, async (given) => {
        const catalog = createCatalog()
        for (const [itemId, item] of Object.entries(given.items)) {
          catalog.apply({ item: { ...anItem({ itemId }), ...item }, receivedAtMs: 0 })
        }
        const { exploration } = given
        const finished = given.finished === null ? null : (catalog.byId(given.finished) ?? null)
        const finishedItemId = finished === null ? null : finished.itemId
        const request = {
          audience: audienceOf(given),
          finishedItemId,
          excludeItemIds: given.excluded,
          wishes: wishesOf(given),
          limit: given.limit,
          facts: given.request,
        }
        const served = given.hasModel ? servedFrom(given) : null
        const rows = rowsWith({ exploration })
        const parts = { catalog, clock: fakeClock(), served, reading: readingOf(given), rows }
        const { row } = await answerNext(request, NOBODY_WAITS, someSources(parts))
        if (row === undefined) throw new Error('expected a row, if an empty one')

        const shown = row.items.map(({ itemId }) => itemId)
        // Chance takes no more than its share, and says so.
        const byChance = row.items.map(isByChance)
        expect(byChance.filter(Boolean).length).toBeLessThanOrEqual(exploration * shown.length)
        if (given.pins.length === 0) expect(byChance.slice(0, 2)).not.toContain(true)
        const known = Object.keys(given.items)
        const allowed = known.filter((id) => mayBeShown(id, given, finishedItemId))
        const isKnown = (id: string): boolean => titlesKnownTo(given).includes(id)
        expect(shown.filter((id) => !allowed.includes(id))).toEqual([])
        expect(new Set(shown).size).toBe(shown.length)
        // What the viewer knows comes back only where nothing else is left.
        const unseen = allowed.filter((id) => !isKnown(id))
        expect(shown.length).toBe(Math.min(given.limit, unseen.length > 0 ? unseen.length : allowed.length))
        if (unseen.length > 0) expect(shown.filter(isKnown)).toEqual([])
        // A pin that is allowed stands where it was asked for, unless another has pushed it on, or the row is too short.
        const [pin] = given.pins.length === 1 ? given.pins : []
        if (pin !== undefined && pin.position < shown.length && unseen.includes(pin.itemId))
          expect(shown[pin.position]).toBe(pin.itemId)
        for (let i = 1; i < row.items.length; i++) {
          expect(row.items[i]?.score).toBeLessThanOrEqual(row.items[i - 1]?.score ?? 0)
        }
        const history = usesHistory(given) ? given.watched : []
        for (const { reasons } of row.items) {
          expect(reasons.length).toBeGreaterThan(0)
          expect(reasons.length).toBeLessThanOrEqual(3)
          for (const { itemId } of reasons) if (itemId !== '') expect([...history, finishedItemId]).toContain(itemId)
        }
      }),
      { numRuns: 500 },
    )
  })
})

const isByChance = ({ reasons }: RowItem): boolean =>
  reasons.some(({ type }) => type === ReasonType.REASON_TYPE_EXPLORATION)

function audienceOf({ who, watched }: Case): Audience {
  if (who === 'guest') return { kind: 'guest', items: watched.map((itemId) => ({ itemId, weight: 1 })) }
  return { kind: 'viewer', key: viewerKey(KEYS, 'ann'), after: null }
}

function readingOf(given: Case): ProfileReading {
  const { who, watched, seen, dismissed, settings, consent } = given
  if (who === 'unread') return { kind: 'unread', reason: 'PROFILE_TIMEOUT', behind: false, cause: null }
  const said = { atMs: 1, on: true }
  const base = aProfile(watched)
  const profile = {
    ...base,
    seen: seen.map((id) => ({ fingerprint: Number.parseInt(itemHash(id).slice(0, 8), 16), day: 1 })),
    dismissed: {
      entries: dismissed.map((id) => ({ key: itemHash(id), notInterested: said, continueWatching: null })),
      horizon: null,
    },
    settings: settingsOf(settings),
    transactions: { entries: given.owned.map(toOwned), horizon: null },
    consent: { ...base.consent, personalization: consent === null ? null : { atMs: 1, on: consent } },
  }
  const place = { generation: 1, partition: 0, nextOffset: 1, behind: false }
  return { kind: 'read', profile: who === 'unknown' ? null : profile, ...place }
}

function toOwned({ id, bought, expiresAtMs }: Case['owned'][number]): OwnedTitle {
  const ownership = { atMs: 1, expiresAtMs }
  return { key: itemHash(id), bought: bought ? ownership : null, rented: bought ? null : ownership }
}

function wishesOf({ fromYear, boosts, pins }: Case): RequestWishes {
  return {
    filter: fromYear === null ? null : ({ year }) => year !== null && year >= fromYear,
    boosts: boosts.map(({ id, factor }) => ({ fits: ({ itemId }) => itemId === id, factor })),
    pins,
  }
}

function servedFrom({ rows, popularity, content, learned }: Case) {
  const model = aModel(withoutSelf(rows), popularity, withoutSelf(content))
  return aServedModel(learned ? aLearnedModel(model) : model)
}

function usesHistory({ who, consent, request }: Case): boolean {
  if (request.withoutPersonalization) return false
  return who === 'guest' || (who === 'viewer' && consent !== false)
}

function titlesKnownTo(given: Case): readonly string[] {
  if (given.who === 'guest') return given.watched
  return given.who === 'viewer' && usesHistory(given) ? [...given.watched, ...given.seen] : []
}

/** By all rules but `seen`. */
function mayBeShown(id: string, given: Case, finishedItemId: string | null): boolean {
  const item = given.items[id]
  if (item === undefined) return false
  const { excluded, fromYear, owned, request } = given
  const isKnown = given.who === 'viewer'
  const holds = ({ expiresAtMs }: Case['owned'][number]): boolean => expiresAtMs === 0 || expiresAtMs > NOW
  const forbidden = forbiddenBy(
    id,
    { genres: [], ...item },
    {
      nowMs: NOW,
      request,
      settings: isKnown ? given.settings : {},
      unread: given.who === 'unread',
      owned: isKnown ? owned.filter(holds).map((one) => one.id) : [],
      excluded: finishedItemId === null ? excluded : [...excluded, finishedItemId],
      dismissed: isKnown ? given.dismissed : [],
      seen: [],
      filter: ({ year }) => fromYear === null || (year ?? 0) >= fromYear,
    },
  )
  return forbidden.length === 0
}

function withoutSelf(rows: Case['rows']): Record<string, [string, number][]> {
  return Object.fromEntries(
    Object.entries(rows).map(([id, row]) => [id, row.filter(([other]) => other !== id).sort(([, a], [, b]) => b - a)]),
  )
}
