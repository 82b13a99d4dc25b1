/** What rules promise of a running service, on both families of backends. */
import { afterEach, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, kafkaConnection, openBackends } from '@upnext/backends'
import type { BackendConfig } from '@upnext/backends'
import { itemHash, topicsOf } from '@upnext/contracts'
import type { GetNextToWatchResponse } from '@upnext/contracts'
import { TEST_KEYS, anItem, randomNamespace, tempFolder, testKafka, testRedis, waitUntil } from '@upnext/testkit'
import { aModel, aProfile, settingsOf } from '../testing/a-model.ts'
import { aRunningRanking } from '../testing/a-running-ranking.ts'

/** From a catalogue record to the last answer that shows what it withdraws. */
const WITHDRAWN_WITHIN_MS = 2000
const FAMILIES: readonly BackendConfig['UPNEXT_BACKEND'][] = ['embedded', 'kafka-redis']

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Ready, with these titles. */
async function anAppOn(backend: BackendConfig['UPNEXT_BACKEND'], items: readonly Parameters<typeof anItem>[0][]) {
  const namespace = randomNamespace()
  const topics = topicsOf(namespace)
  const folder = await tempFolder()
  cleanUps.push(() => folder.remove())
  const config = {
    UPNEXT_BACKEND: backend,
    UPNEXT_NAMESPACE: namespace,
    UPNEXT_DATA: folder.path,
    UPNEXT_KAFKA_BROKERS: [testKafka()],
    UPNEXT_KAFKA_TLS: false,
    UPNEXT_KAFKA_SASL: 'plain' as const,
    UPNEXT_KAFKA_USERNAME: undefined,
    UPNEXT_KAFKA_PASSWORD: undefined,
    UPNEXT_KAFKA_SESSION_TIMEOUT: 6_000,
    UPNEXT_REDIS_URL: testRedis(),
    UPNEXT_REDIS_USERNAME: undefined,
    UPNEXT_REDIS_PASSWORD: undefined,
  }
  const specs = Object.values(topics)
  if (backend === 'kafka-redis') await ensureKafkaTopics({ ...kafkaConnection(config, 'test'), topics: specs })
  const backends = await openBackends({ config, topics: specs, clientId: 'test' })
  cleanUps.push(() => backends.close())
  const app = await aRunningRanking({ ...backends, topics, keys: TEST_KEYS })
  cleanUps.push(() => app.close())
  await app.addItems(...items.map((item) => anItem(item)))
  await app.publish('m1', aModel({ heat: [['ronin', 1]] }, { ronin: 2, up: 1 }))
  await app.start()
  await waitUntil(() => app.ranking.ready().ready, { message: 'ranking did not get ready', timeoutMs: 60_000 })
  return app
}

const viewer = { audience: { $case: 'viewerId', value: '42' } } as const
const idsOf = ({ row }: GetNextToWatchResponse): string[] => row?.items.map(({ itemId }) => itemId).sort() ?? []

describe.each(FAMILIES)('rules on %s', (backend) => {
  it('take a withdrawn title out of answers soon after its catalogue record', async () => {
    const app = await anAppOn(backend, [{ itemId: 'ronin' }, { itemId: 'up' }])
    expect(idsOf(await app.next(viewer))).toEqual(['ronin', 'up'])

    const withdrawnAt = performance.now()
    await app.addItems(anItem({ itemId: 'ronin', revision: 2, withdrawn: true }))
    await waitUntil(async () => !idsOf(await app.next(viewer)).includes('ronin'), {
      message: 'the withdrawn title is still shown',
      timeoutMs: WITHDRAWN_WITHIN_MS,
    })
    expect(performance.now() - withdrawnAt).toBeLessThan(WITHDRAWN_WITHIN_MS)
  }, 120_000)

  it('obey languages and tier of the profile, and of the request besides', async () => {
    const app = await anAppOn(backend, [
      { itemId: 'basic-de', languages: ['de-AT'], tiers: { every: false, names: ['basic', 'premium'] } },
      { itemId: 'basic-en', languages: ['en'], tiers: { every: false, names: ['basic'] } },
      { itemId: 'both', languages: ['de', 'en'], tiers: { every: true, names: [] } },
      { itemId: 'premium-de', languages: ['de'], tiers: { every: false, names: ['premium'] } },
      { itemId: 'rented-de', languages: ['de'], tiers: { every: false, names: ['premium'] } },
      { itemId: 'unsaid', languages: [] },
    ])
    expect(idsOf(await app.next(viewer))).toEqual(['both', 'unsaid'])

    const rented = { key: itemHash('rented-de'), rented: { atMs: 1, expiresAtMs: 0 }, bought: null }
    const settings = settingsOf({ languages: ['de'], tier: 'basic' })
    const profile = aProfile([], { settings, transactions: { entries: [rented], horizon: null } })
    const after = await app.addProfile('42', profile)
    const told = await app.next({ ...viewer, after, afterWaitMs: 5000 })
    expect(told.info).toMatchObject({ behind: false, degraded: false })
    expect(idsOf(told)).toEqual(['basic-de', 'both', 'rented-de'])
    expect(Object.fromEntries((told.info?.removed ?? []).map(({ rule, count }) => [rule, count]))).toEqual({
      language: 2,
      tier: 1,
    })

    expect(idsOf(await app.next({ ...viewer, context: { languages: ['en'] } }))).toEqual(['both'])
    expect(idsOf(await app.next({ ...viewer, context: { tier: 'premium' } }))).toEqual([
      'basic-de',
      'both',
      'rented-de',
    ])
    expect(idsOf(await app.next({ ...viewer, wishes: { filter: 'item_id != "both"' } }))).toEqual([
      'basic-de',
      'rented-de',
    ])
  }, 120_000)
})
