/** Whatever catalogue, profile and request: no forbidden title, none twice, no empty row without need, no invented reason. */
import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { itemHash } from '@upnext/contracts'
import type { CatalogItem } from '@upnext/contracts'
import { createScratch } from '@upnext/recsys'
import { anItem, fakeClock } from '@upnext/testkit'
import fc from 'fast-check'
import { askingGuest, askingViewer } from '../facts/asker.ts'
import type { Asker } from '../facts/asker.ts'
import { aLearnedModel, aModel, aProfile, aServedModel, settingsOf } from '../testing/a-model.ts'
import { createCatalogOrder } from './catalog-order.ts'
import { nextToWatch } from './next-to-watch.ts'
import { presentRow } from './present-row.ts'

/** Movies mostly, then a series, a season, an episode, and a kind that was not said. */
const KINDS = [1, 1, 1, 2, 3, 4, 0] as const
const NOW = fakeClock().now()
const IDS = Array.from({ length: 14 }, (_, i) => `t${i}`)
const anId = fc.constantFrom(...IDS)
const someIds = fc.uniqueArray(anId, { maxLength: 8 })
const aCountry = fc.constantFrom('DE', 'FR', 'JP')
const anAge = fc.constantFrom(0, 6, 7, 8, 12, 16, 18)
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

const anyItem = fc.record({
  kind: fc.constantFrom(...KINDS),
  regions: maybe(fc.record({ everywhere: fc.boolean(), countries: fc.uniqueArray(aCountry) })),
  maturityAge: maybe(anAge),
  madeForKids: maybe(fc.boolean()),
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
  settings: fc.record({ kids: fc.boolean(), maturityLimit: anAge, country: aCountry }, { requiredKeys: [] }),
  consent: fc.constantFrom(null, true, false),
  request: fc.record({
    country: fc.option(aCountry),
    maturityLimit: fc.option(anAge),
    kids: fc.option(fc.boolean()),
    withoutPersonalization: fc.boolean(),
  }),
  limit: fc.integer({ min: 1, max: 16 }),
  finished: fc.option(anId),
})
type Case = typeof aCase extends fc.Arbitrary<infer T> ? T : never

describe('any row', () => {
  it('keeps every promise', () => {
    fc.assert(
      fc.property(aCase, (given) => {
        const catalog = createCatalog()
        for (const [itemId, item] of Object.entries(given.items)) {
          catalog.apply({ item: { ...anItem({ itemId }), ...item }, receivedAtMs: 0 })
        }
        const asker = askerOf(given)
        const clock = fakeClock()
        const order = createCatalogOrder(catalog, clock)
        const { exploration } = given
        const sources = { catalog, order, scratch: createScratch(), clock, exploration }
        const served = given.hasModel ? servedFrom(given) : null
        const finished = given.finished === null ? null : (catalog.byId(given.finished) ?? null)
        const finishedItemId = finished === null ? null : finished.itemId
        const query = {
          asker,
          finished,
          finishedItemId,
          excludeItemIds: given.excluded,
          limit: given.limit,
          served,
          seed: 's',
        }
        const chosen = nextToWatch(query, sources)
        const titles = { rowId: 'r', type: 1 as const, title: chosen.title, modelId: 'm', pageId: 'p', nowMs: NOW }
        const row = presentRow(chosen.titles, { ...titles, audience: asker.audience, history: chosen.history }, catalog)

        const shown = row.items.map(({ itemId }) => itemId)
        // Chance takes no more than its share, and says so.
        const byChance = chosen.titles.filter(({ propensity }) => propensity !== undefined)
        expect(byChance.length).toBeLessThanOrEqual(exploration * shown.length)
        expect(chosen.titles.slice(0, 2).every(({ propensity }) => propensity === undefined)).toBe(true)
        const known = Object.keys(given.items)
        const allowed = known.filter((id) => mayBeShown(id, given, finishedItemId))
        const isKnown = (id: string): boolean => titlesKnownTo(given).includes(id)
        expect(shown.filter((id) => !allowed.includes(id))).toEqual([])
        expect(new Set(shown).size).toBe(shown.length)
        // What the viewer knows comes back only where nothing else is left.
        const unseen = allowed.filter((id) => !isKnown(id))
        expect(shown.length).toBe(Math.min(given.limit, unseen.length > 0 ? unseen.length : allowed.length))
        if (unseen.length > 0) expect(shown.filter(isKnown)).toEqual([])
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

function askerOf({ who, request, watched, seen, dismissed, settings, consent }: Case): Asker {
  if (who === 'guest')
    return askingGuest(
      watched.map((id) => ({ hash: itemHash(id), weight: 1 })),
      request,
    )
  if (who === 'unread')
    return askingViewer({ kind: 'unread', reason: 'PROFILE_TIMEOUT', behind: false, cause: null }, request)
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
    consent: { ...base.consent, personalization: consent === null ? null : { atMs: 1, on: consent } },
  }
  const place = { generation: 1, partition: 0, nextOffset: 1, behind: false }
  return askingViewer({ kind: 'read', profile: who === 'unknown' ? null : profile, ...place }, request)
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

/** The rules once more, as plainly as can be, and sharing no code with them. */
function mayBeShown(id: string, given: Case, finishedItemId: string | null): boolean {
  const item = given.items[id]
  if (item === undefined || item.withdrawn || (item.kind !== 1 && item.kind !== 2)) return false
  if (id === finishedItemId || given.excluded.includes(id)) return false
  if (given.who === 'viewer' && given.dismissed.includes(id)) return false

  const settings = given.who === 'viewer' ? given.settings : {}
  const { request } = given
  const unread = given.who === 'unread'
  const countries = [request.country, settings.country].filter((country) => country !== null && country !== undefined)
  const limit = Math.min(request.maturityLimit ?? (unread ? 0 : Infinity), settings.maturityLimit ?? Infinity)
  const kids = request.kids === true || settings.kids === true || (unread && request.kids === null)

  if (limit !== Infinity && (item.maturityAge === undefined || item.maturityAge > limit)) return false
  if (kids && item.madeForKids !== true && !(item.maturityAge !== undefined && item.maturityAge <= 7)) return false
  const places: (string | undefined)[] = countries.length === 0 ? [undefined] : countries
  return places.every((place) => isAvailable(item, place))
}

function isAvailable(item: Pick<CatalogItem, 'regions' | 'windows'>, country: string | undefined): boolean {
  const { regions, windows } = item
  if (regions === undefined) return false
  if (!regions.everywhere && (country === undefined || !regions.countries.includes(country))) return false
  if (windows.length === 0) return true
  return windows.some(({ startsAtMs = -Infinity, endsAtMs = Infinity, countries }) => {
    const here = countries.length === 0 || (country !== undefined && countries.includes(country))
    return here && startsAtMs <= NOW && NOW < endsAtMs
  })
}

function withoutSelf(rows: Case['rows']): Record<string, [string, number][]> {
  return Object.fromEntries(
    Object.entries(rows).map(([id, row]) => [id, row.filter(([other]) => other !== id).sort(([, a], [, b]) => b - a)]),
  )
}
