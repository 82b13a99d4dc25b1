/** Pages and their rows over gRPC, on both families of backends: what an app's backend sees, from more than one process of the service. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { ensureKafkaTopics, kafkaConnection, openBackends } from '@upnext/backends'
import type { BackendConfig } from '@upnext/backends'
import { decodeTracking, topicsOf, variantIn } from '@upnext/contracts'
import type { GetPageResponse, Row } from '@upnext/contracts'
import { StoreUnavailableError } from '@upnext/ports'
import { readRowsFile } from '@upnext/rows'
import { errorDetailsOf } from '@upnext/service-kit'
import {
  TEST_KEYS,
  anItem,
  createFakeEventLog,
  createFakeModelStore,
  createFakeProfileStore,
  randomNamespace,
  tempFolder,
  testKafka,
  testRedis,
  waitUntil,
} from '@upnext/testkit'
import type { TempFolder } from '@upnext/testkit'
import type { Ranking } from './create-ranking.ts'
import { aModel, aProfile, settingsOf } from './testing/a-model.ts'
import { aRunningRanking } from './testing/a-running-ranking.ts'
import { familyConfig } from './testing/family-config.ts'

const FAMILIES: readonly BackendConfig['UPNEXT_BACKEND'][] = ['embedded', 'kafka-redis']
const OTHERS = Array.from({ length: 9 }, (_, i) => `other-${i}`)
const KIDS = { madeForKids: true, maturityAge: 0 }
const ITEMS = [
  ...['heat', ...OTHERS].map((itemId) =>
    anItem({ itemId, title: itemId.toUpperCase(), madeForKids: false, maturityAge: 12 }),
  ),
  ...['toys', 'up'].map((itemId) => anItem({ itemId, ...KIDS })),
  anItem({ itemId: 'german', regions: { everywhere: false, countries: ['DE'] } }),
]
const MODEL = aModel({ heat: OTHERS.map((id, i) => [id, 1 - i / 20]) }, { toys: 9, up: 5, german: 4 })
/** What goes with the same title, the other way round. */
const SWAPPED = aModel({ heat: OTHERS.toReversed().map((id, i) => [id, 1 - i / 20]) }, { up: 9 })

const ROWS = rowsFrom(`
version: 1
name: test-1
defaults: { items: 2, min_items: 1, list: { exploration: 0, diversity: 0, calibration: 0 } }
pages:
  home:
    rows:
      - { id: go-on, type: continue_watching }
      - { id: ads, type: sponsored, campaigns: [{ id: c1, sponsor: Acme, items: [other-8, toys] }] }
      - { id: because, type: because_you_watched }
      - { id: many, type: popular }
  other:
    rows: [{ id: about, type: more_like_this }]
experiments:
  - id: order
    variants: [{ id: as-it-is, share: 0.5 }, { id: varied, share: 0.5, list: { fatigue: 1 } }]
`)

function rowsFrom(text: string) {
  const read = readRowsFile(text)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.file
}

const viewer = (value: string) => ({ $case: 'viewerId', value }) as const
const ids = (row: Row | undefined): string[] => row?.items.map(({ itemId }) => itemId) ?? []
const shownOn = ({ rows }: GetPageResponse): string[] => rows.flatMap((row) => ids(row))
const rowOf = ({ rows }: GetPageResponse, id: string): Row | undefined => rows.find(({ rowId }) => rowId === id)

function isReady(ranking: Pick<Ranking, 'ready'>, modelId: string): boolean {
  const { parts, ready } = ranking.ready()
  return ready && parts['model'] === modelId
}

let folder: TempFolder

beforeEach(async () => {
  folder = await tempFolder()
})
afterEach(() => folder.remove())

async function openFamily(family: BackendConfig['UPNEXT_BACKEND']) {
  const servers = family === 'embedded' ? null : { kafka: testKafka(), redis: testRedis() }
  const { config, topics } = familyConfig({ namespace: randomNamespace(), folder: folder.path, servers })
  const all = Object.values(topics)
  if (servers !== null) await ensureKafkaTopics({ ...kafkaConnection(config, 'test'), topics: all })
  return { backends: await openBackends({ config, topics: all, clientId: 'test' }), topics }
}

async function withApp(
  family: BackendConfig['UPNEXT_BACKEND'],
  work: (app: Awaited<ReturnType<typeof aRunningRanking>>) => Promise<void>,
) {
  const { backends, topics } = await openFamily(family)
  const app = await aRunningRanking({ ...backends, topics, keys: TEST_KEYS, rows: ROWS })
  try {
    await app.addItems(...ITEMS)
    await app.publish('m1', MODEL)
    await app.start()
    await waitUntil(() => isReady(app.ranking, 'm1'), { message: 'ranking did not get ready' })
    await work(app)
  } finally {
    await app.close()
    await backends.close()
  }
}

async function failure(call: Promise<unknown>): Promise<{ code: number; text: string }> {
  const error = await call.then(
    () => null,
    (caught: unknown) => caught as ServiceError,
  )
  return { code: error?.code ?? status.OK, text: JSON.stringify([error?.details, errorDetailsOf(error ?? {})]) }
}

describe.each(FAMILIES)('pages on %s', (family) => {
  it('go on by a token on another replica, after a new model and without a withdrawn title', async () => {
    await withApp(family, async (app) => {
      await app.addProfile('42', aProfile(['heat']))
      const page = await app.page({ audience: viewer('42') })
      const row = rowOf(page, 'because:heat')
      expect(ids(row)).toEqual(['other-0', 'other-1'])
      expect(row).toMatchObject({ title: { text: 'Because you watched HEAT' }, aboutItemId: 'heat' })
      expect(new Set(shownOn(page)).size).toBe(shownOn(page).length)

      const replica = await app.anotherReplica()
      await app.publish('m2', SWAPPED)
      await app.addItems(anItem({ itemId: 'other-4', revision: 2, withdrawn: true }))
      await waitUntil(() => isReady(replica.ranking, 'm2'), { message: 'the new model is not in use' })
      await waitUntil(() => replica.ranking.catalog.byId('other-4')?.withdrawn === true, {
        message: 'nothing is withdrawn',
      })

      const found: string[] = []
      for (let token = row?.nextToken ?? ''; token !== '';) {
        const more = await replica.row({ audience: viewer('42'), token, limit: 3 })
        expect(more.info).toMatchObject({ modelId: 'm2', rowsVersion: 'test-1' })
        expect(more.row).toMatchObject({ rowId: 'because:heat', title: row?.title })
        const [first] = more.row?.items ?? []
        expect(decodeTracking(first?.tracking ?? '')).toMatchObject({ pageId: page.pageId, position: 2 + found.length })
        expect(first?.reasons[0]).toMatchObject({ itemId: 'heat', title: 'HEAT' })
        found.push(...ids(more.row))
        token = more.row?.nextToken ?? ''
      }
      expect(found).toEqual(['other-2', 'other-3', 'other-5', 'other-6', 'other-7', 'other-8'])
    })
  }, 120_000)

  it('give a viewer the same variant on every replica, and say so', async () => {
    await withApp(family, async (app) => {
      const replica = await app.anotherReplica()
      await waitUntil(() => isReady(replica.ranking, 'm1'), { message: 'the replica is not ready' })
      const seen = new Set<string>()
      for (let i = 0; i < 12; i++) {
        const request = { audience: viewer(`viewer-${i}`) }
        const [one, two] = [await app.page(request), await replica.page(request)]
        const [assigned] = one.info?.variants ?? []
        expect(two.info?.variants).toEqual(one.info?.variants)
        expect(assigned?.experiment).toBe('order')
        for (const text of [one.tracking, one.rows[0]?.tracking, one.rows[0]?.items[0]?.tracking])
          expect(variantIn(decodeTracking(text ?? '')?.variant ?? '', 'order')).toBe(assigned?.variant)
        seen.add(assigned?.variant ?? '')
      }
      expect([...seen].sort()).toEqual(['as-it-is', 'varied'])
    })
  }, 120_000)

  it('say what is wrong with a request', async () => {
    await withApp(family, async (app) => {
      await app.addProfile('42', aProfile(['heat']))
      const audience = viewer('42')
      const token = rowOf(await app.page({ audience }), 'because:heat')?.nextToken ?? ''
      const { INVALID_ARGUMENT, NOT_FOUND } = status
      const excludeItemIds = Array.from({ length: 10_000 }, (_, i) => `x${i}`)
      const cases: [() => Promise<unknown>, number, readonly string[]][] = [
        [() => app.page({ audience, page: 'no-such' }), INVALID_ARGUMENT, ['no-such', 'home', 'other']],
        [() => app.page({ audience, page: 'No Page' }), INVALID_ARGUMENT, ['lower-case']],
        [
          () => app.page({ audience, wishes: { filter: 'year >' } }),
          INVALID_ARGUMENT,
          ['wishes.filter', 'at character'],
        ],
        [() => app.page({ audience, excludeItemIds }), INVALID_ARGUMENT, ['exclude_item_ids', '1000', '10000']],
        [() => app.page({ audience, itemId: 'no-such-title' }), NOT_FOUND, ['no-such-title']],
        [() => app.row({ audience: viewer('43'), token }), INVALID_ARGUMENT, ['token', 'somebody else']],
        [() => app.row({ audience, token: 'hello' }), INVALID_ARGUMENT, ['token', 'next_token']],
        [() => app.row({ audience, token: `${token.slice(0, -4)}AAAA`.slice(1) }), INVALID_ARGUMENT, ['token']],
        [() => app.row({ audience, token: '' }), INVALID_ARGUMENT, ['token', 'got none']],
        [() => app.row({ audience, token, limit: 61 }), INVALID_ARGUMENT, ['limit', '60']],
      ]
      for (const [call, code, words] of cases) {
        const { code: got, text } = await failure(call())
        expect([got, ...words.filter((word) => !text.includes(word))]).toEqual([code])
      }
    })
  }, 120_000)

  it('keep to what is known of the viewer: no country, a child, a clock that is years off', async () => {
    await withApp(family, async (app) => {
      await app.addProfile('nowhere', aProfile([]))
      expect(shownOn(await app.page({ audience: viewer('nowhere') }))).not.toContain('german')
      const inGermany = await app.page({
        audience: viewer('nowhere'),
        context: { country: 'DE' },
        budget: { items: 20 },
      })
      expect(shownOn(inGermany)).toEqual(expect.arrayContaining(['toys', 'up']))

      const consent = { ...aProfile([]).consent, sponsored: { atMs: 1, on: true } }
      await app.addProfile('child', aProfile(['heat'], { consent, settings: settingsOf({ kids: true }) }))
      const childs = await app.page({ audience: viewer('child') })
      expect(shownOn(childs).sort()).toEqual(['toys', 'up'])
      expect(rowOf(childs, 'ads')).toBeUndefined()
      expect(JSON.stringify(childs.rows)).not.toContain('heat')

      await app.addProfile('adult', aProfile(['heat'], { consent }))
      expect(rowOf(await app.page({ audience: viewer('adult') }), 'ads')).toMatchObject({
        title: { text: 'Sponsored by Acme' },
        items: [{ itemId: 'other-8', sponsorship: { campaign: 'c1', sponsor: 'Acme' } }, { itemId: 'toys' }],
      })

      for (const atMs of [Date.UTC(2046, 0, 1), 0]) {
        const begun = { atMs, session: 0, episode: '' as const, positionS: 50, durationS: 100 }
        const { recent, ...rest } = aProfile(['heat'])
        const entries = recent.entries.map((title) => ({ ...title, sessions: [begun] }))
        await app.addProfile('time-traveller', { ...rest, recent: { ...recent, entries } })
        const page = await app.page({ audience: viewer('time-traveller') })
        // What is from the future was begun just now; what is from 1970 is forgotten.
        expect(ids(rowOf(page, 'go-on'))).toEqual(atMs === 0 ? [] : ['heat'])
        expect(ids(rowOf(page, 'many'))).not.toEqual([])
      }
    })
  }, 120_000)
})

describe('a page while the store of profiles is away', () => {
  it('has only what everybody may see, says why, and is not empty', async () => {
    const topics = topicsOf('')
    const [profiles, models] = [createFakeProfileStore(), createFakeModelStore()]
    const log = createFakeEventLog(Object.values(topics))
    const app = await aRunningRanking({ log, profiles, models, topics, keys: TEST_KEYS, rows: ROWS })
    try {
      await app.addItems(...ITEMS)
      await app.publish('m1', MODEL)
      await app.start()
      await waitUntil(() => isReady(app.ranking, 'm1'), { message: 'ranking did not get ready' })
      await app.addProfile('42', aProfile(['heat'], { settings: settingsOf({ maturityLimit: 7 }) }))
      profiles.failWith(new StoreUnavailableError('away'))
      const page = await app.page({ audience: viewer('42'), budget: { items: 20 } })
      expect(shownOn(page).sort()).toEqual(['toys', 'up'])
      expect(page.info).toMatchObject({ degraded: true, degradedReasons: ['PROFILE_UNAVAILABLE'], cold: false })
    } finally {
      await app.close()
    }
  })
})
