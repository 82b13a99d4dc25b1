/** Two worker processes behind one port, on real Kafka and Redis. */
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { Client, credentials, status } from '@grpc/grpc-js'
import { backendVariables, ensureKafkaTopics, openBackends } from '@upnext/backends'
import type { Backends } from '@upnext/backends'
import { CatalogRecord, GetNextToWatchRequest, GetNextToWatchResponse, topicsOf } from '@upnext/contracts'
import { loadConfig } from '@upnext/service-kit'
import { anItem, randomNamespace, startService, testKafka, testRedis, waitUntil } from '@upnext/testkit'
import type { ServiceProcess } from '@upnext/testkit'

const NEXT = '/upnext.ranking.v1.RankingService/GetNextToWatch'
const REQUEST = Buffer.from(
  GetNextToWatchRequest.encode(
    GetNextToWatchRequest.fromPartial({ audience: { $case: 'viewerId', value: '42' }, limit: 2 }),
  ).finish(),
)

let backends: Backends
let ranking: ServiceProcess
beforeEach(async () => {
  const env = {
    UPNEXT_BACKEND: 'kafka-redis',
    UPNEXT_KAFKA_BROKERS: testKafka(),
    UPNEXT_REDIS_URL: testRedis(),
    UPNEXT_NAMESPACE: randomNamespace(),
  }
  const topics = topicsOf(env.UPNEXT_NAMESPACE)
  const all = Object.values(topics)
  await ensureKafkaTopics({ brokers: [testKafka()], clientId: 'test', topics: all })
  const config = { ...loadConfig(backendVariables, env), UPNEXT_NAMESPACE: env.UPNEXT_NAMESPACE }
  backends = await openBackends({ config, topics: all, clientId: 'test' })
  await backends.profiles.createGeneration({ generation: 1, foldVersion: 1, createdAtMs: 0 })
  const titles = ['heat', 'ronin', 'up'].map((itemId) => ({ item: anItem({ itemId }), receivedAtMs: 1 }))
  await backends.log.append(
    topics.catalog.name,
    titles.map((title) => ({ key: Buffer.from(title.item.itemId), value: CatalogRecord.encode(title).finish() })),
  )
  ranking = await startService('ranking', { ...env, UPNEXT_VIEWER_SECRET: 'ab'.repeat(16), UPNEXT_WORKERS: '2' })
  await untilBothReady()
})
afterEach(async () => {
  await ranking.child.stop()
  await backends.close()
})

it('two workers answer alike, go on when one is killed, replace it, and end together', async () => {
  const clients = Array.from({ length: 4 }, () => aClient())
  for (const client of clients) {
    const { row, info } = await next(client)
    expect([row?.items.length, info?.degraded]).toEqual([2, false])
  }
  const calls = [...(await metrics()).matchAll(/grpc_seconds_count\{.*worker="(\d)"\} (\d+)/g)].map((match) => match[2])
  expect(calls).toEqual(['2', '2'])

  const pids = [...ranking.child.output().matchAll(/"pid":(\d+),"msg":"worker is ready"/g)].map(([, pid]) =>
    Number(pid),
  )
  process.kill(pids[0] ?? 0, 'SIGKILL')
  await waitUntil(async () => /workers_replaced_total 1/.test(await metrics()), { message: 'the end of one' })
  // New connections go to those that have read the catalogue: never a call without it.
  let asked = 0
  await waitUntil(
    async () => {
      const client = aClient()
      const { row, info } = await next(client)
      client.close()
      expect([row?.items.length, info?.degraded]).toEqual([2, false])
      asked += 1
      return /workers_ready 2/.test(await metrics())
    },
    { message: 'another worker', timeoutMs: 30_000 },
  )
  expect(asked).toBeGreaterThan(0)
  for (const client of clients) client.close()
  expect(await ranking.child.stop('SIGTERM', 10_000)).toEqual({ code: 0, signal: null })
}, 120_000)

async function untilBothReady(): Promise<void> {
  await waitUntil(async () => /workers_ready 2/.test(await metrics()), { message: 'both workers', timeoutMs: 30_000 })
}

async function metrics(): Promise<string> {
  return (await fetch(`${ranking.http}/metrics`)).text()
}

/** With a connection of its own. */
function aClient(): Client {
  return new Client(ranking.grpc, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 })
}

/** Asks again where a connection has just gone with its worker, as clients do. */
async function next(client: Client): Promise<GetNextToWatchResponse> {
  const asIs = (bytes: Buffer): Buffer => bytes
  let answer = Buffer.alloc(0)
  await waitUntil(
    () =>
      new Promise<boolean>((resolve, reject) => {
        client.makeUnaryRequest(NEXT, asIs, asIs, REQUEST, (error, bytes) => {
          if (error !== null && error.code !== status.UNAVAILABLE) reject(error)
          answer = Buffer.from(bytes ?? [])
          resolve(error === null)
        })
      }),
    { message: 'an answer' },
  )
  return GetNextToWatchResponse.decode(answer)
}
