import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, RowType, fingerprint, fingerprintOf, itemHash, viewerKey } from '@upnext/contracts'
import type { CatalogItem, GetPageResponse, GetRowResponse, Row } from '@upnext/contracts'
import { emptyProfile } from '@upnext/profiles'
import type { Profile } from '@upnext/profiles'
import type { Model } from '@upnext/recsys'
import { readRowsFile } from '@upnext/rows'
import type { SharedWatching } from '../facts/friends.ts'
import { decodeRowToken, encodeRowToken, packFingerprints } from '../page/row-token.ts'
import type { Audience } from '../request/audience.ts'
import { SILENT } from '../request/fields.ts'
import type { RequestFacts } from '../request/fields.ts'
import { NO_WISHES } from '../request/wishes.ts'
import { aModel, aServedModel, settingsOf } from '../testing/a-model.ts'
import { NOW, aMovie, aProfileOf, aRecent, aSeries, daysAgo } from '../testing/some-titles.ts'
import { NOBODY_WAITS, someSources } from '../testing/some-sources.ts'
import { answerPage } from './answer-page.ts'
import { answerRow } from './answer-row.ts'

const AUDIENCE = {
  kind: 'viewer',
  key: viewerKey({ secret: Buffer.alloc(32), namespace: 'test' }, '42'),
  after: null,
} as const
const IDS = ['a', 'b', 'c', 'd', 'e', 'f']
const LIKED = aModel({ heat: IDS.map((id, i) => [id, 1 - i / 50]) })
const PLAIN = '{ diversity: 0, calibration: 0, popularity: 0, fatigue: 0, exploration: 0 }'
const HEAT = aProfileOf([aRecent('heat')])

interface World {
  readonly rows: string
  readonly items?: readonly CatalogItem[]
  readonly profile?: Profile | null
  readonly model?: Model | null
  readonly friends?: readonly SharedWatching[]
  readonly facts?: Partial<RequestFacts>
  readonly audience?: Audience
  readonly itemId?: string
  readonly nowMs?: number
}

function sourcesFor(world: World) {
  const { profile = HEAT, model = LIKED, nowMs = NOW, friends = [] } = world
  const { items = ['heat', ...IDS].map((itemId) => aMovie({ itemId })) } = world
  const read = readRowsFile(`
version: 1
name: test
defaults: { items: 2, min_items: 1, list: ${PLAIN} }
pages: { home: { rows: [${world.rows}] } }`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const catalog = createCatalog()
  for (const item of items) catalog.apply({ item, receivedAtMs: 0 })
  const reading = { kind: 'read', profile, generation: 1, partition: 0, nextOffset: 1, behind: false } as const
  const served = model === null ? null : aServedModel(model)
  return someSources({ catalog, clock: { now: () => nowMs }, served, reading, friends, rows: read.file })
}

function pageOf(world: World): Promise<GetPageResponse> {
  const { audience = AUDIENCE, facts, itemId = null } = world
  const request = {
    audience,
    page: 'home',
    itemId,
    budget: { rows: null, items: null },
    excludeItemIds: [],
    facts: { ...SILENT, ...facts },
    wishes: NO_WISHES,
    sessionId: 'session',
  }
  return answerPage(request, NOBODY_WAITS, sourcesFor(world))
}

async function firstRow(world: World): Promise<Row> {
  const [row] = (await pageOf(world)).rows
  if (row === undefined) throw new Error('expected a row')
  return row
}

function goOn(token: string, { audience = AUDIENCE, facts, ...world }: World): Promise<GetRowResponse> {
  const request = { audience, facts: { ...SILENT, ...facts }, token, limit: 20 }
  return answerRow(request, NOBODY_WAITS, sourcesFor({ audience, ...world }))
}

/** What comes after the first row of the page, when this has changed. */
async function restOf(world: World, changes: Partial<World> = {}): Promise<Row> {
  const { nextToken } = await firstRow(world)
  expect(nextToken).not.toBe('')
  const { row } = await goOn(nextToken, { ...world, ...changes })
  if (row === undefined) throw new Error('expected a row, if an empty one')
  return row
}

const idsOf = ({ items }: Row) => items.map(({ itemId }) => itemId)
const reasonsOf = ({ items }: Row) => [...new Set(items.map(({ reasons }) => reasons[0]?.type))]
const ENDED = { items: [], nextToken: '', aboutItemId: '', title: { template: '', parameters: {}, text: '' } }

describe('a row that is gone on with has only what its type still has', () => {
  it('goes on with what was begun, and not with what was taken off since', async () => {
    const entries = IDS.map((id, i) => aRecent(id, [{ daysAgo: i, share: 0.5 }]))
    const world = { rows: '{ id: begun, type: continue_watching }', profile: aProfileOf(entries) }
    expect(idsOf(await restOf(world))).toEqual(['c', 'd', 'e', 'f'])
    const taken = { key: itemHash('d'), notInterested: null, continueWatching: { atMs: NOW, on: true } }
    const dismissed = { entries: [taken], horizon: null }
    const ended = entries.map((entry) => (entry.key === itemHash('e') ? aRecent('e') : entry))
    const row = await restOf(world, { profile: aProfileOf(ended, { dismissed }) })
    expect(idsOf(row)).toEqual(['c', 'f'])
    expect(row.items.every(({ playback }) => playback !== undefined)).toBe(true)
    expect(idsOf(await restOf(world, { profile: null }))).toEqual([])
  })

  it('goes on with the list, and not with what is no longer on it', async () => {
    const listed = (ids: readonly string[]) =>
      aProfileOf([], {
        list: {
          entries: ids.map((id, i) => ({ key: itemHash(id), listed: { atMs: daysAgo(i), on: true } })),
          horizon: null,
        },
      })
    const world = { rows: '{ id: mine, type: my_list }', profile: listed(IDS) }
    expect(idsOf(await restOf(world))).toEqual(['c', 'd', 'e', 'f'])
    const row = await restOf(world, { profile: listed(['a', 'c', 'f']) })
    expect([idsOf(row), reasonsOf(row)]).toEqual([['c', 'f'], [ReasonType.REASON_TYPE_LISTED]])
    expect(idsOf(await restOf(world, { profile: null }))).toEqual([])
  })

  it('offers again only what was watched long ago', async () => {
    const watched = (days: number) => aProfileOf(IDS.map((id, i) => aRecent(id, [{ daysAgo: days + i }])))
    const world = { rows: '{ id: again, type: watch_again, after_days: 30 }', profile: watched(40) }
    expect(idsOf(await restOf(world))).toEqual(['c', 'd', 'e', 'f'])
    const entries = watched(40).recent.entries.map((entry) => (entry.key === itemHash('d') ? aRecent('d') : entry))
    expect(idsOf(await restOf(world, { profile: aProfileOf(entries) }))).toEqual(['c', 'e', 'f'])
    const consent = { ...emptyProfile().consent, personalization: { atMs: NOW, on: false } }
    expect(idsOf(await restOf(world, { profile: { ...watched(40), consent } }))).toEqual([])
  })

  it('goes on with next episodes, and not with those of a series that was watched to its end', async () => {
    const series = IDS.flatMap((id) => aSeries(id, 2))
    const upTo = (id: string, episode: number) =>
      aRecent(id, [{ daysAgo: IDS.indexOf(id), episode: `${id}-${episode}` }])
    const world = {
      rows: '{ id: next, type: watch_next }',
      items: series,
      profile: aProfileOf(IDS.map((id) => upTo(id, 1))),
    }
    expect(idsOf(await restOf(world))).toEqual(['c', 'd', 'e', 'f'])
    const profile = aProfileOf(IDS.map((id) => upTo(id, id === 'd' ? 2 : 1)))
    const row = await restOf(world, { profile })
    expect(row.items.map(({ playback }) => playback?.episodeId)).toEqual(['c-2', 'e-2', 'f-2'])
  })

  it('sells only what is still offered, and shows nothing else outside the tier', async () => {
    const items = (taken: readonly string[]) => [
      aMovie({ itemId: 'heat' }),
      ...IDS.map((itemId) => {
        const item = aMovie({ itemId, tiers: { every: false, names: ['gold'] } })
        return taken.includes(itemId) ? { ...item, revision: 2 } : { ...item, offer: { rent: true, buy: false } }
      }),
    ]
    const world = { rows: '{ id: shop, type: rent_or_buy }', items: items([]), facts: { tier: 'basic' } }
    expect(idsOf(await restOf(world))).toEqual(['c', 'd', 'e', 'f'])
    const row = await restOf(world, { items: items(['d', 'f']) })
    expect([idsOf(row), reasonsOf(row).length]).toEqual([['c', 'e'], 1])
    // What the subscription has by now needs no shop.
    expect(idsOf(await restOf(world, { facts: { tier: 'gold' } }))).toEqual([])
  })

  it("goes on with the editors' choice of today, in the order of then", async () => {
    const line = (ids: string, more = '') => `{ id: picked, type: editorial, item_ids: [${ids}]${more} }`
    const world = { rows: line('a, b, c, d, e'), profile: null }
    expect(idsOf(await restOf(world, { rows: line('e, c') }))).toEqual(['c', 'e'])
    expect(idsOf(await restOf(world, { rows: '{ id: picked, type: popular }' }))).toEqual([])
    // Where it may be filled up, what is allowed fills it up, also when the choice itself was all shown.
    const filled = { ...world, rows: line('a, b', ', fill: true') }
    expect(idsOf(await restOf(filled)).sort()).toEqual(['c', 'd', 'e', 'f', 'heat'])
    const seen = { profile: aProfileOf([aRecent('d')]) }
    expect(idsOf(await restOf(filled, seen)).sort()).toEqual(['c', 'e', 'f', 'heat'])
  })

  it('goes on with friends, whom it asks again', async () => {
    const friend = (ids: readonly string[]): SharedWatching => ({
      recent: ids.map((id) => aRecent(id, [{ daysAgo: IDS.indexOf(id) }])),
    })
    const world = { rows: '{ id: friends, type: friends }', friends: [friend(IDS)] }
    const row = await restOf(world)
    expect([idsOf(row), reasonsOf(row)]).toEqual([['c', 'd', 'e', 'f'], [ReasonType.REASON_TYPE_FRIEND]])
    expect(row.items.map(({ reasons }) => reasons[0]?.friends)).toEqual([1, 1, 1, 1])
    expect(idsOf(await restOf(world, { friends: [friend(['a', 'c', 'e'])] }))).toEqual(['c', 'e'])
    expect(idsOf(await restOf(world, { friends: [] }))).toEqual([])
  })

  it('says so where friends cannot be read, and does not ask for them where no row wants them', async () => {
    const world = { rows: '{ id: friends, type: friends }', friends: [{ recent: IDS.map((id) => aRecent(id)) }] }
    const { nextToken } = await firstRow(world)
    const request = { audience: AUDIENCE, facts: SILENT, token: nextToken, limit: null }
    const lost = { friends: [], degradedReasons: ['FRIENDS_UNAVAILABLE'] } as const
    const sources = { ...sourcesFor(world), readFriends: () => Promise.resolve(lost) }
    const { info, row } = await answerRow(request, NOBODY_WAITS, sources)
    expect([info?.degradedReasons, row?.items]).toEqual([['FRIENDS_UNAVAILABLE'], []])
    const plain = await firstRow({ rows: '{ id: next, type: next_to_watch }' })
    const other = await answerRow({ ...request, token: plain.nextToken }, NOBODY_WAITS, sources)
    expect([other.info?.degradedReasons, other.row?.items.length]).toEqual([[], 2])
  })

  it('shows what is paid for only on the page, so that its share holds', async () => {
    const consent = { ...HEAT.consent, sponsored: { atMs: 1, on: true } }
    const campaigns = `campaigns: [{ id: c, sponsor: Acme, items: [${IDS.join(', ')}] }]`
    const world = {
      rows: `{ id: paid, type: sponsored, most_per_page: 2, ${campaigns} }`,
      profile: { ...HEAT, consent },
    }
    const page = await firstRow(world)
    expect([idsOf(page).length, page.nextToken]).toEqual([2, ''])
    // Not even for a token that somebody has written.
    const known = decodeRowToken((await firstRow({ rows: '{ id: next, type: next_to_watch }' })).nextToken)
    if (known === null) throw new Error('expected a token')
    const rest = packFingerprints([fingerprintOf(itemHash('f'))])
    const token = { ...known, type: RowType.ROW_TYPE_SPONSORED, specId: 'paid', rowId: 'paid', title: page.title, rest }
    for (const profile of [world.profile, HEAT])
      expect((await goOn(encodeRowToken(token), { ...world, profile })).row).toMatchObject(ENDED)
  })
})

describe('a row that is gone on with names only what may be named', () => {
  const gore = (parts: Partial<CatalogItem> = {}) => [
    aMovie({ itemId: 'heat', title: 'Gore 18', maturityAge: 18, ...parts }),
    ...IDS.map((itemId) => aMovie({ itemId, madeForKids: true })),
  ]
  const because = { rows: '{ id: because, type: because_you_watched }', items: gore() }

  it('goes on about a title that was watched while it is', async () => {
    expect(await restOf(because)).toMatchObject({
      title: { text: 'Because you watched Gore 18' },
      aboutItemId: 'heat',
      items: ['c', 'd', 'e', 'f'].map((itemId) => ({ itemId })),
    })
  })

  it('ends where it is no longer known, is no longer liked, or may not be read of', async () => {
    const disliked = aProfileOf([aRecent('heat', [{}], 1)])
    const changes: Partial<World>[] = [
      { profile: null },
      { profile: { ...HEAT, consent: { ...HEAT.consent, personalization: { atMs: NOW, on: false } } } },
      { profile: disliked },
      { facts: { kids: true } },
      { profile: { ...HEAT, settings: settingsOf({ maturityLimit: 12 }) } },
      { items: gore().slice(1) },
    ]
    for (const change of changes) expect(await restOf(because, change)).toMatchObject(ENDED)
  })

  it('goes on about the title that the page was about, whoever has watched it, unless it may not be read of', async () => {
    const similar = { rows: '{ id: similar, type: more_like_this }', items: gore(), itemId: 'heat', profile: null }
    expect(await restOf(similar, { profile: aProfileOf([]) })).toMatchObject({
      title: { text: 'Similar to Gore 18' },
      aboutItemId: 'heat',
      items: ['c', 'd', 'e', 'f'].map((itemId) => ({ itemId })),
    })
    expect(await restOf(similar, { facts: { kids: true } })).toMatchObject(ENDED)
  })
})

describe('a row that is gone on with', () => {
  it('ends where its line is not for this audience', async () => {
    const line = (more: string) => `{ id: popular, type: popular${more} }`
    const items = ['heat', ...IDS].map((itemId) => aMovie({ itemId, madeForKids: true }))
    const model = aModel({}, Object.fromEntries(IDS.map((id, i) => [id, 10 - i])))
    const world = { rows: line(', audience: adults, countries: [DE]'), items, model, facts: { country: 'DE' } }
    expect(idsOf(await restOf(world))).toEqual(['c', 'd', 'e', 'f'])
    expect(await restOf(world, { facts: { country: 'DE', kids: true } })).toMatchObject(ENDED)
    expect(await restOf(world, { facts: { country: 'FR' } })).toMatchObject(ENDED)
    expect(await restOf(world, { facts: {} })).toMatchObject(ENDED)
    expect(await restOf(world, { rows: line(', audience: kids') })).toMatchObject(ENDED)
  })

  it('says why a title is there, however many go better with the history by now', async () => {
    const others = Array.from({ length: 300 }, (_, i) => `other-${i}`)
    const items = ['heat', ...IDS, ...others].map((itemId) => aMovie({ itemId }))
    const better = aModel({
      heat: [...others.map((id): [string, number] => [id, 1]), ...IDS.map((id): [string, number] => [id, 0.1])],
    })
    const row = await restOf({ rows: '{ id: next, type: next_to_watch }', items, profile: HEAT }, { model: better })
    expect(idsOf(row).length).toBeGreaterThan(3)
    const own = await restOf({ rows: '{ id: next, type: next_to_watch, fill: false }', items }, { model: better })
    expect([idsOf(own), reasonsOf(own), own.fill]).toEqual([
      ['c', 'd', 'e', 'f'],
      [ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED],
      [{ step: 'own', items: 4 }],
    ])
  })

  it('draws what is left by chance too, the best of it as well', async () => {
    const ids = Array.from({ length: 32 }, (_, i) => `title-${i}`)
    const items = ['heat', ...ids].map((itemId) => aMovie({ itemId }))
    const model = aModel({ heat: ids.map((id, i) => [id, 1 - i / 50]) })
    const row = await restOf({ rows: '{ id: surprise, type: surprise, fill: false }', items, model })
    expect(idsOf(row)).toHaveLength(10)
    expect([reasonsOf(row), row.fill]).toEqual([[ReasonType.REASON_TYPE_EXPLORATION], [{ step: 'own', items: 10 }]])
  })

  it('serves nobody else', async () => {
    const { nextToken } = await firstRow({ rows: '{ id: next, type: next_to_watch }' })
    const other = viewerKey({ secret: Buffer.alloc(32), namespace: 'test' }, '43')
    const token = decodeRowToken(nextToken)
    expect(token?.asker).toBe(fingerprint(AUDIENCE.key))
    await expect(
      goOn(nextToken, {
        rows: '{ id: next, type: next_to_watch }',
        audience: { kind: 'viewer', key: other, after: null },
      }),
    ).rejects.toThrow('somebody else')
  })
})
