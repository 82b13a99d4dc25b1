import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { status } from '@grpc/grpc-js'
import type { ServiceError } from '@grpc/grpc-js'
import { ReasonType, decodeTracking, topicsOf } from '@upnext/contracts'
import type { Row } from '@upnext/contracts'
import { StoreUnavailableError } from '@upnext/ports'
import { errorDetailsOf } from '@upnext/service-kit'
import {
  TEST_KEYS,
  anItem,
  createFakeEventLog,
  createFakeModelStore,
  createFakeProfileStore,
  waitUntil,
} from '@upnext/testkit'
import { aModel, aProfile, settingsOf } from './testing/a-model.ts'
import { aRunningRanking } from './testing/a-running-ranking.ts'

type Running = Awaited<ReturnType<typeof anApp>>
let app: Running

beforeEach(async () => {
  app = await anApp()
})
afterEach(() => app.close())

async function anApp() {
  const topics = topicsOf('')
  const [profiles, models] = [createFakeProfileStore(), createFakeModelStore()]
  const log = createFakeEventLog(Object.values(topics))
  const running = await aRunningRanking({ log, profiles, models, topics, keys: TEST_KEYS })
  const addItems = (...items: readonly Parameters<typeof anItem>[0][]) =>
    running.addItems(...items.map((item) => anItem(item)))
  return { ...running, profiles, addItems }
}

const viewer = (value: string) => ({ $case: 'viewerId', value }) as const
const ids = (row: Row | undefined): string[] => row?.items.map(({ itemId }) => itemId) ?? []
const crime = aModel(
  {
    heat: [
      ['ronin', 0.9],
      ['casino', 0.5],
    ],
    toys: [['up', 1]],
  },
  { casino: 1, toys: 9, up: 5 },
)

async function startWithCatalog(): Promise<void> {
  await app.addItems(
    ...['heat', 'ronin', 'casino', 'toys', 'up'].map((itemId) => ({ itemId, title: itemId.toUpperCase() })),
  )
  await app.publish('m1', crime)
  await app.start()
  await waitUntil(() => app.ranking.ready().ready, { message: 'ranking did not get ready' })
}

describe('GetNextToWatch', () => {
  it('answers a viewer from the viewer’s own history, with reasons and tracking', async () => {
    await startWithCatalog()
    const position = await app.addProfile('42', aProfile(['heat']))
    const { row, info } = await app.next({ audience: viewer('42'), limit: 2 })
    expect(ids(row)).toEqual(['ronin', 'casino'])
    expect(row?.items[0]?.reasons).toMatchObject([
      { type: ReasonType.REASON_TYPE_SIMILAR_TO_WATCHED, itemId: 'heat', title: 'HEAT', share: 1, watchedFraction: 1 },
    ])
    expect(info).toMatchObject({
      modelId: 'm1',
      profileGeneration: 1,
      personalized: true,
      degraded: false,
      cold: false,
    })
    expect(info?.profilePosition).toMatchObject(position)
    const item = decodeTracking(row?.items[1]?.tracking ?? '')
    expect(item).toMatchObject({
      modelId: 'm1',
      rowId: 'next-to-watch',
      position: 1,
      propensity: 1,
    })
    // One answer has one page id, and another answer to the same request another.
    expect(item?.pageId).toMatch(/^[0-9a-f-]{36}$/)
    expect(item?.pageId).not.toBe(info?.requestId)
    expect(decodeTracking(row?.items[0]?.tracking ?? '')?.pageId).toBe(item?.pageId)
  })

  it('is cold, popular and not degraded for a viewer of whom nothing is known', async () => {
    await startWithCatalog()
    const { row, info } = await app.next({ audience: viewer('nobody') })
    expect(ids(row).slice(0, 3)).toEqual(['toys', 'up', 'casino'])
    expect(row?.items[0]?.reasons).toMatchObject([{ type: ReasonType.REASON_TYPE_POPULAR }])
    expect(info).toMatchObject({ cold: true, degraded: false, personalized: false })
  })

  it('answers from the catalogue before there is a model', async () => {
    await app.addItems({ itemId: 'old', year: 1950 }, { itemId: 'new', year: 2025 })
    await app.start()
    await waitUntil(() => app.ranking.ready().ready, { message: 'ranking did not get ready' })
    const { row, info } = await app.next({ audience: viewer('42') })
    expect(ids(row)).toEqual(['new', 'old'])
    expect(row?.items[0]?.reasons).toMatchObject([{ type: ReasonType.REASON_TYPE_CATALOG }])
    expect(info).toMatchObject({ modelId: '', degraded: false, cold: true })
  })

  it('serves a guest from what was just watched, unknown titles ignored', async () => {
    await startWithCatalog()
    const items = [{ itemId: 'no-such-title' }, { itemId: 'heat' }]
    const { row, info } = await app.next({ audience: { $case: 'guest', value: { items } }, limit: 1 })
    expect(ids(row)).toEqual(['ronin'])
    expect(info).toMatchObject({ cold: false, personalized: true, profileGeneration: 0, profilePosition: undefined })
  })

  it('puts what goes with the finished title first and does not show the title itself', async () => {
    await startWithCatalog()
    const { row } = await app.next({ audience: viewer('42'), finishedItemId: 'toys' })
    expect(ids(row)[0]).toBe('up')
    expect(ids(row)).not.toContain('toys')
    expect(row?.title).toMatchObject({ template: 'after_title', parameters: { title: 'TOYS' } })
    expect(row?.items[0]?.reasons).toMatchObject([{ type: ReasonType.REASON_TYPE_SIMILAR_TO_ITEM, itemId: 'toys' }])
  })

  it('does not use the history of a viewer who has said no, nor where the request says so', async () => {
    await startWithCatalog()
    await app.addProfile('42', aProfile(['heat']))
    const asked = await app.next({ audience: viewer('42'), context: { withoutPersonalization: true } })
    expect(asked.info).toMatchObject({ personalized: false, cold: false, degraded: false })
    expect(ids(asked.row)[0]).toBe('toys')
    const profile = aProfile(['heat'])
    const consent = { ...profile.consent, personalization: { atMs: 1, on: false } }
    await app.addProfile('42', { ...profile, consent })
    const refused = await app.next({ audience: viewer('42') })
    expect(refused.info).toMatchObject({ personalized: false, cold: false })
  })

  it('knows no NOT_FOUND but for the finished title', async () => {
    await startWithCatalog()
    const call = app.next({ audience: viewer('42'), finishedItemId: 'no-such-title' })
    await expect(call).rejects.toMatchObject({ code: status.NOT_FOUND })
  })

  it.each([0, -1, 201, 10_000])('refuses limit %d with the field’s name', async (limit) => {
    await startWithCatalog()
    const error = await app.next({ audience: viewer('42'), limit }).then(
      () => null,
      (caught: unknown) => caught as ServiceError,
    )
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT })
    expect(errorDetailsOf(error ?? {})).toMatchObject([{ kind: 'badRequest', violations: [{ field: 'limit' }] }])
  })

  it('stops showing a title soon after its withdrawal, and goes on naming it in reasons', async () => {
    await startWithCatalog()
    await app.addProfile('42', aProfile(['heat']))
    await app.addItems(
      { itemId: 'ronin', revision: 2, withdrawn: true },
      { itemId: 'heat', revision: 2, withdrawn: true },
    )
    const answer = await waitUntil(
      async () => {
        const { row } = await app.next({ audience: viewer('42') })
        return !ids(row).includes('ronin') && row
      },
      { message: 'the withdrawn title is still shown' },
    )
    expect(answer.items[0]).toMatchObject({ itemId: 'casino', reasons: [{ itemId: 'heat' }] })
  })

  it('takes a new model into use without a pause', async () => {
    await startWithCatalog()
    await app.addProfile('42', aProfile(['heat']))
    const seen: string[] = []
    await app.publish('m2', aModel({ heat: [['up', 1]] }))
    await waitUntil(
      async () => {
        const { row, info } = await app.next({ audience: viewer('42'), limit: 1 })
        expect(row?.items).toHaveLength(1)
        expect(ids(row)).toEqual([info?.modelId === 'm2' ? 'up' : 'ronin'])
        seen.push(info?.modelId ?? '')
        return info?.modelId === 'm2'
      },
      { message: () => `the new model is not in use: ${seen.join(' ')}` },
    )
  })

  it('finds a new model by looking, also where nobody announces it', async () => {
    await startWithCatalog()
    await app.publish('m2', aModel({ heat: [['up', 1]] }), false)
    await waitUntil(() => app.ranking.ready().parts['model'] === 'm2', { message: 'the new model is not in use' })
  })

  it('answers without the profile store: degraded, not cold, and only what everybody may see', async () => {
    await startWithCatalog()
    await app.addItems({ itemId: 'adult', maturityAge: 18 }, { itemId: 'unrated', maturityAge: undefined })
    await app.addItems({ itemId: 'german', regions: { everywhere: false, countries: ['DE'] } })
    await app.addProfile('42', aProfile(['heat'], { settings: settingsOf({ kids: true }) }))
    await waitUntil(async () => ids((await app.next({ audience: viewer('other'), limit: 50 })).row).includes('adult'), {
      message: 'the new titles have not arrived',
    })
    app.profiles.failWith(new StoreUnavailableError('away'))
    const { row, info } = await app.next({ audience: viewer('42'), limit: 50 })
    expect(ids(row).sort()).toEqual(['casino', 'heat', 'ronin', 'toys', 'up'])
    expect(info).toMatchObject({ degraded: true, degradedReasons: ['PROFILE_UNAVAILABLE'], cold: false })
  })

  it('waits for the position that the caller asks for', async () => {
    await startWithCatalog()
    const before = await app.addProfile('42', aProfile(['toys']))
    const after = { ...before, nextOffset: before.nextOffset + 1 }
    const waiting = app.next({ audience: viewer('42'), after, afterWaitMs: 5000, limit: 1 })
    await app.addProfile('42', aProfile(['heat', 'toys']))
    const { row, info } = await waiting
    expect(ids(row)).toEqual(['ronin'])
    expect(info).toMatchObject({ behind: false, profilePosition: after })
  })

  it('answers what there is, and that it is behind, when the wait ends first', async () => {
    await startWithCatalog()
    const before = await app.addProfile('42', aProfile(['heat']))
    const after = { ...before, nextOffset: before.nextOffset + 100 }
    const { row, info } = await app.next({ audience: viewer('42'), after, afterWaitMs: 20 })
    expect(info).toMatchObject({ behind: true, degraded: false, profilePosition: before })
    expect(ids(row)[0]).toBe('ronin')
  })

  it('answers within a short deadline although the store hangs', async () => {
    await startWithCatalog()
    app.profiles.delayUntil(new Promise(() => undefined))
    const { row, info } = await app.next({ audience: viewer('42') }, 1000)
    expect(ids(row).length).toBeGreaterThan(0)
    expect(info).toMatchObject({ degraded: true, degradedReasons: ['PROFILE_TIMEOUT'] })
  })
})

describe('GetSimilarItems', () => {
  it('answers what goes with a title, then what is popular', async () => {
    await startWithCatalog()
    const { row, info } = await app.similar({ itemId: 'heat' })
    expect(ids(row)).toEqual(['ronin', 'casino', 'toys', 'up'])
    expect(row).toMatchObject({ rowId: 'similar:heat', title: { template: 'similar_to', text: 'Similar to HEAT' } })
    expect(row?.items[0]?.reasons).toMatchObject([{ type: ReasonType.REASON_TYPE_SIMILAR_TO_ITEM, itemId: 'heat' }])
    expect(info).toMatchObject({ personalized: false, cold: false, degraded: false })
  })

  it('answers NOT_FOUND for a title that is not there', async () => {
    await startWithCatalog()
    await expect(app.similar({ itemId: 'no-such-title' })).rejects.toMatchObject({ code: status.NOT_FOUND })
  })

  it('prefers popular titles of the same genre to popular ones of others', async () => {
    await app.addItems(
      { itemId: 'asked', genres: ['Crime'] },
      { itemId: 'drama', genres: ['Drama'] },
      { itemId: 'crime', genres: ['Crime'] },
    )
    await app.publish('m1', aModel({}, { drama: 9, crime: 1 }))
    await app.start()
    await waitUntil(() => app.ranking.ready().ready, { message: 'ranking did not get ready' })
    expect(ids((await app.similar({ itemId: 'asked' })).row)).toEqual(['crime', 'drama'])
  })

  it('asks the caller to come back while the catalogue is not there yet', async () => {
    await expect(app.similar({ itemId: 'heat' })).rejects.toMatchObject({ code: status.UNAVAILABLE })
  })
})
