/** From events that say where they were to a ranking that knows what is watched there, on both families of backends. */
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { randomNamespace, runUpnext, startService, tempFolder, testKafka, testRedis, waitUntil } from '@upnext/testkit'
import type { ServiceProcess, TempFolder } from '@upnext/testkit'

let folder: TempFolder
let running: ServiceProcess[]

beforeEach(async () => {
  folder = await tempFolder()
  running = []
})

afterEach(async () => {
  for (const { child } of running) await child.stop('SIGKILL')
  await folder.remove()
})

async function started(env: Record<string, string>): Promise<ServiceProcess> {
  const settings = { UPNEXT_DATA: folder.path, UPNEXT_LOG_LEVEL: 'warn', UPNEXT_VIEWER_SECRET: 'ab'.repeat(32) }
  const service = await startService('standalone', { ...settings, ...env })
  running.push(service)
  return service
}

/** Countries of which ranking knows what is watched. */
async function countriesKnown({ http }: ServiceProcess): Promise<number> {
  const text = await (await fetch(`${http}/metrics`)).text()
  return Number(/^upnext_ranking_trend_countries (\d+)$/m.exec(text)?.[1] ?? 0)
}

function watchedIn(country: string, viewer: string): object {
  const now = Date.now()
  const session = { session_id: `${viewer} 1`, session_started_at: now - 1000, position_s: 3000, duration_s: 3000 }
  return { kind: 'watch', viewer, item: 'heat', country, occurred_at: now, ...session }
}

it.each([
  ['embedded', () => ({})],
  [
    'kafka-redis',
    () => ({
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_NAMESPACE: randomNamespace(),
      UPNEXT_KAFKA_BROKERS: testKafka(),
      UPNEXT_REDIS_URL: testRedis(),
    }),
  ],
])(
  'reaches ranking within seconds, and is there again after a restart: %s',
  async (_, backend) => {
    const env: Record<string, string> = backend()
    if (env['UPNEXT_BACKEND'] === 'kafka-redis') expect((await runUpnext(['topics', 'create'], env)).code).toBe(0)
    const upnext = await started(env)
    expect(await countriesKnown(upnext)).toBe(0)
    const body = JSON.stringify([watchedIn('DE', 'anna'), watchedIn('DE', 'bela'), watchedIn('AT', 'cora')])
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${upnext.http}/v1/events`, { method: 'POST', headers, body })
    expect(response.status).toBe(202)
    await waitUntil(async () => (await countriesKnown(upnext)) === 2, {
      message: 'ranking knows what is watched in two countries',
      timeoutMs: 30_000,
    })

    await upnext.child.stop('SIGKILL')
    const again = await started(env)
    await waitUntil(async () => (await countriesKnown(again)) === 2, {
      message: 'ranking knows it again',
      timeoutMs: 30_000,
    })
  },
  120_000,
)
