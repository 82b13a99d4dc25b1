import { describe, expect, it } from '@jest/globals'
import { createCatalog } from '@upnext/catalog'
import { ReasonType, decodeTracking, fingerprint, itemHash, viewerKey } from '@upnext/contracts'
import type { CatalogItem, GetPageResponse } from '@upnext/contracts'
import type { Profile } from '@upnext/profiles'
import type { Model } from '@upnext/recsys'
import { compileFilter, defaultRows, readRowsFile } from '@upnext/rows'
import { anItem } from '@upnext/testkit'
import { SILENT } from '../request/fields.ts'
import { NO_WISHES } from '../request/wishes.ts'
import type { RequestWishes } from '../request/wishes.ts'
import { DAY_MS } from '../rows/day.ts'
import { aModel, aProfile, aServedModel } from '../testing/a-model.ts'
import { NOBODY_WAITS, someSources } from '../testing/some-sources.ts'
import { aProfileOf, aRecent, aSeries } from '../testing/some-titles.ts'
import { answerPage } from './answer-page.ts'
import { answerRow } from './answer-row.ts'

const NOW = Date.UTC(2026, 0, 1)
const AUDIENCE = {
  kind: 'viewer',
  key: viewerKey({ secret: Buffer.alloc(32), namespace: 'test' }, '42'),
  after: null,
} as const
const IDS = ['a', 'b', 'c', 'd', 'e', 'f']
const LIKED = aModel({ heat: IDS.map((id, i) => [id, 1 - i / 50]) })
const PLAIN = '{ diversity: 0, calibration: 0, popularity: 0, fatigue: 0, exploration: 0 }'

interface Asked {
  readonly rows: string
  readonly items?: readonly CatalogItem[]
  readonly profile?: Profile
  readonly model?: Model
  readonly wishes?: Partial<RequestWishes>
  readonly budget?: { rows?: number; items?: number }
}

function sourcesFor({
  rows,
  items = ['heat', ...IDS].map((itemId) => anItem({ itemId })),
  profile = aProfile(['heat']),
  model = LIKED,
}: Asked) {
  const read = readRowsFile(`
version: 1
name: test
defaults: { items: 3, min_items: 1, list: ${PLAIN} }
pages: { home: { rows: [${rows}] } }`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const catalog = createCatalog()
  for (const item of items) catalog.apply({ item, receivedAtMs: 0 })
  const reading = { kind: 'read', profile, generation: 1, partition: 0, nextOffset: 1, behind: false } as const
  return someSources({ catalog, clock: { now: () => NOW }, served: aServedModel(model), reading, rows: read.file })
}

async function pageFor(asked: Asked, sources = sourcesFor(asked)): Promise<GetPageResponse> {
  const { wishes, budget } = asked
  const request = {
    audience: AUDIENCE,
    page: 'home',
    itemId: null,
    budget: { rows: budget?.rows ?? null, items: budget?.items ?? null },
    excludeItemIds: [],
    facts: SILENT,
    wishes: { ...NO_WISHES, ...wishes },
    sessionId: 'session',
  }
  return answerPage(request, NOBODY_WAITS, sources)
}

const shown = ({ rows }: GetPageResponse) =>
  rows.map(({ rowId, items }) => [rowId, ...items.map(({ itemId }) => itemId)])
const filterOf = (text: string) => {
  const compiled = compileFilter(text)
  if (!compiled.ok) throw new TypeError(compiled.problem)
  return compiled.filter
}

describe('a page', () => {
  it('lets sink what was shown on earlier pages and never picked', async () => {
    const tired = (id: string) => ({
      key: itemHash(id),
      shown: [1, 2, 3, 4].map((page) => ({ atMs: NOW - page * DAY_MS, page: fingerprint(`page ${page}`) })),
    })
    const profile = aProfile(['heat'], { impressions: { entries: [tired('a')], horizon: null } })
    const rows = (fatigue: number) => `{ id: next, type: next_to_watch, items: 6, list: { fatigue: ${fatigue} } }`
    expect(shown(await pageFor({ rows: rows(0), profile }))).toEqual([['next', ...IDS]])
    const [row] = shown(await pageFor({ rows: rows(1), profile }))
    expect(row?.indexOf('a')).toBeGreaterThan(1)
  })

  it('varies what stands below by what stands above', async () => {
    const items = ['heat', ...IDS].map((itemId, i) =>
      anItem({ itemId, genres: [i % 2 === 0 ? 'Drama' : 'Crime'], franchise: i < 4 ? 'one' : '' }),
    )
    const rows = (diversity: number) =>
      `{ id: picked, type: editorial, item_ids: [a, b, c] }, { id: next, type: next_to_watch, items: 1, list: { diversity: ${diversity} } }`
    const model = aModel({
      heat: [
        ['d', 1],
        ['e', 0.99],
        ['f', 0.98],
      ],
    })
    const same = items.map((item) => (item.itemId === 'd' ? { ...item, franchise: 'one' } : item))
    expect(shown(await pageFor({ rows: rows(0), items: same, model }))[1]).toEqual(['next', 'd'])
    expect(shown(await pageFor({ rows: rows(1), items: same, model }))[1]).not.toEqual(['next', 'd'])
  })

  it('shows no more than is allowed of what is paid for, over all rows', async () => {
    const profile = aProfile(['heat'])
    const consent = { ...profile.consent, sponsored: { atMs: 1, on: true } }
    const campaign = (ids: string) => `campaigns: [{ id: c, sponsor: Acme, items: [${ids}] }], most_per_page: 3`
    const rows = `{ id: one, type: sponsored, ${campaign('a, b')} }, { id: two, type: sponsored, ${campaign('c, d')} }`
    expect(shown(await pageFor({ rows, profile: { ...profile, consent } }))).toEqual([
      ['one', 'a', 'b'],
      ['two', 'c'],
    ])
    expect(shown(await pageFor({ rows, profile })).map(([id]) => id)).toEqual(['next-to-watch'])
  })

  it('is ordered by boosts, which bring nothing back', async () => {
    const items = ['heat', ...IDS].map((itemId) =>
      anItem({ itemId, year: itemId === 'f' || itemId === 'e' ? 1950 : 2000, withdrawn: itemId === 'e' }),
    )
    const boosts = [{ fits: filterOf('year < 1990'), factor: 10 }]
    const rows = '{ id: next, type: next_to_watch, items: 6 }'
    expect(shown(await pageFor({ rows, items, wishes: { boosts } }))).toEqual([['next', 'f', 'a', 'b', 'c', 'd']])
  })

  it('keeps within its budget, whose last rows take nothing from those that fit', async () => {
    const rows = '{ id: next, type: next_to_watch }, { id: mine, type: editorial, item_ids: [a, b] }'
    expect(shown(await pageFor({ rows, budget: { rows: 1, items: 2 } }))).toEqual([['next', 'a', 'b']])
  })

  it('leaves a row out that finds too little, unless none finds enough', async () => {
    const short = '{ id: short, type: editorial, item_ids: [a, b], min_items: 2, filter: \'item_id == "a"\' }'
    const whole = await pageFor({ rows: `${short}, { id: next, type: next_to_watch, items: 2 }` })
    expect(shown(whole)).toEqual([['next', 'a', 'b']])
    expect(shown(await pageFor({ rows: short }))).toEqual([['short', 'a']])
  })

  it('leaves nothing to chance that the row’s own filter takes out', async () => {
    const unknown: readonly [string, number][] = [
      ['e', 1],
      ['f', 0.9],
    ]
    const model = aModel({ heat: ['a', 'b', 'c', 'd'].map((id, i) => [id, 1 - i / 50]) }, {}, { heat: unknown })
    const next = 'id: next, type: next_to_watch, items: 4, fill: false, list: { exploration: 1 }'
    const shownWith = async (filter: string) =>
      shown(await pageFor({ rows: `{ ${next}, filter: '${filter}' }`, model })).flat()
    expect(await shownWith('true')).toEqual(['next', 'a', 'b', 'e', 'f'])
    expect(await shownWith('item_id != "e"')).toEqual(['next', 'a', 'b', 'f', 'c'])
    expect(await shownWith('item_id != "e" && item_id != "f"')).toEqual(['next', 'a', 'b', 'c', 'd'])
  })

  it('has one row of an id, where two lines of the file come to the same genre', async () => {
    const rows = '{ id: one, type: genre, genre: Drama }, { id: two, type: genre, genre: Drama }'
    const items = ['heat', ...IDS].map((itemId) => anItem({ itemId, genres: ['Drama'] }))
    expect(shown(await pageFor({ rows, items }))).toEqual([['genre:drama', 'a', 'b', 'c']])
  })

  it('says that it is personal where it shows what was begun, or genres that were liked', async () => {
    const begun = aProfile(['a']).recent.entries.map((entry) => ({
      ...entry,
      sessions: entry.sessions.map((session) => ({ ...session, atMs: NOW - 1000, positionS: 50 })),
    }))
    const profile = aProfile(['heat'], { recent: { entries: begun, horizon: null } })
    const items = ['heat', ...IDS].map((itemId) => anItem({ itemId, genres: ['Drama'], durationS: 100 }))
    const personalized = async (rows: string) =>
      (await pageFor({ rows, items, profile, model: aModel({}, { b: 5, c: 4 }) })).info?.personalized
    expect(await personalized('{ id: on, type: continue_watching }')).toBe(true)
    expect(await personalized('{ id: genres, type: genre, count: 1 }')).toBe(true)
    expect(await personalized('{ id: drama, type: genre, genre: Drama }')).toBe(false)
    expect(await personalized('{ id: popular, type: popular }')).toBe(false)
  })

  it('has an id of its own, which its tracking values carry, whatever id the request has', async () => {
    const asked = { rows: '{ id: next, type: next_to_watch }' }
    let answers = 0
    const sources = { ...sourcesFor(asked), newPageId: () => `page-${++answers}` }
    for (const pageId of ['page-1', 'page-2']) {
      const page = await pageFor(asked, sources)
      const [row] = page.rows
      expect(page).toMatchObject({ pageId, info: { requestId: NOBODY_WAITS.requestId } })
      for (const tracking of [page.tracking, row?.tracking, row?.items[0]?.tracking])
        expect(decodeTracking(tracking ?? '')?.pageId).toBe(pageId)
      const request = { audience: AUDIENCE, facts: SILENT, token: row?.nextToken ?? '', limit: 1 }
      const more = await answerRow(request, NOBODY_WAITS, sources)
      expect(decodeTracking(more.row?.tracking ?? '')?.pageId).toBe(pageId)
    }
    expect(answers).toBe(2)
  })

  it('reads friends only where a row may show them to this audience', async () => {
    const friendsReadFor = async (row: string) => {
      const asked = { rows: `{ id: next, type: next_to_watch }, { id: friends, type: friends${row} }` }
      let reads = 0
      const readFriends = () => {
        reads += 1
        return Promise.resolve({ friends: [], degradedReasons: [] })
      }
      await pageFor(asked, { ...sourcesFor(asked), readFriends })
      return reads
    }
    expect(await friendsReadFor('')).toBe(1)
    expect(await friendsReadFor(', audience: adults')).toBe(1)
    expect(await friendsReadFor(', audience: kids')).toBe(0)
    expect(await friendsReadFor(', countries: [DE]')).toBe(0)
  })

  it('moves what was begun to its pinned place, where it goes on as before', async () => {
    const items = ['heat', 'up', 'toys'].map((itemId) => anItem({ itemId, durationS: 1000 }))
    const begun = ['heat', 'up'].map((id, i) => aRecent(id, [{ daysAgo: i + 1, share: 0.5 }]))
    const asked = { rows: '{ id: on, type: continue_watching }', items, profile: aProfileOf(begun) }
    const pinned = (itemId: string) => pageFor({ ...asked, wishes: { pins: [{ itemId, rowId: 'on', position: 0 }] } })
    const [row] = (await pinned('up')).rows
    expect(row?.items.map(({ itemId }) => itemId)).toEqual(['up', 'heat'])
    expect(row?.items[0]?.playback).toMatchObject({ positionS: 500 })
    expect(row?.items[0]?.reasons).toMatchObject([{ type: ReasonType.REASON_TYPE_CONTINUE }])
    expect(shown(await pinned('toys'))).toEqual([['on', 'heat', 'up']])
  })

  it('has by default a row of what was begun, and another of next episodes', async () => {
    const items = [...aSeries('show', 2), anItem({ itemId: 'heat', durationS: 100 })]
    const profile = aProfileOf([
      aRecent('heat', [{ daysAgo: 1, share: 0.5 }]),
      aRecent('show', [{ daysAgo: 1, episode: 'show-1' }]),
    ])
    const asked = { rows: '{ id: next, type: next_to_watch }', items, profile }
    const sources = { ...sourcesFor(asked), rows: defaultRows() }
    expect(shown(await pageFor(asked, sources)).slice(0, 2)).toEqual([
      ['continue-watching', 'heat'],
      ['watch-next', 'show'],
    ])
  })

  it('has no row at all where no title is allowed', async () => {
    const items = IDS.map((itemId) => anItem({ itemId, withdrawn: true }))
    expect((await pageFor({ rows: '{ id: next, type: next_to_watch }', items })).rows).toEqual([])
  })

  it('goes on with what was seen before, where that was all that was left', async () => {
    const asked = {
      rows: '{ id: next, type: next_to_watch }',
      profile: aProfile(['heat', ...IDS]),
      budget: { items: 3 },
    }
    const [row] = (await pageFor(asked)).rows
    expect(row?.fill).toEqual([{ step: 'watched_before', items: 3 }])
    const request = { audience: AUDIENCE, facts: SILENT, token: row?.nextToken ?? '', limit: 20 }
    const more = await answerRow(request, NOBODY_WAITS, sourcesFor(asked))
    const all = [...(row?.items ?? []), ...(more.row?.items ?? [])].map(({ itemId }) => itemId)
    expect(all.sort()).toEqual([...IDS, 'heat'].sort())
  })
})
