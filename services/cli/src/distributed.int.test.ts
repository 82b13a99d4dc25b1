/** The four services as separate processes on real Kafka and Redis, two copies of those that scale: the same story, the same profiles. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  randomNamespace,
  runUpnext,
  startService,
  tempFolder,
  testKafka,
  testRedis,
  waitUntil,
  writeMovieLensFolder,
} from '@upnext/testkit'
import type { Environment, ServiceProcess, TempFolder } from '@upnext/testkit'
import { readState } from './import/import-state.ts'

const SHAPE = { viewers: 80, titles: 120, ratings: 9000, seed: 11 }
const KILL_AFTER_EVENTS = 3000
const IMPORT = 'history'
const NAMESPACE = randomNamespace()
const SHARED = { UPNEXT_NAMESPACE: NAMESPACE, UPNEXT_VIEWER_SECRET: 'cd'.repeat(16), UPNEXT_LOG_LEVEL: 'warn' }

describe('four services on Kafka and Redis', () => {
  const services: ServiceProcess[] = []
  let folder: TempFolder
  let history: string
  let onServers: Environment
  let feature: ServiceProcess
  let otherFeature: ServiceProcess
  let rankings: readonly ServiceProcess[]

  beforeAll(async () => {
    folder = await tempFolder()
    history = join(folder.path, 'history')
    await writeMovieLensFolder(history, SHAPE)
    const backends = {
      ...SHARED,
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_KAFKA_BROKERS: testKafka(),
      UPNEXT_REDIS_URL: testRedis(),
      UPNEXT_DATA: join(folder.path, 'distributed'),
    }
    const topics = await runUpnext(['topics', 'create'], backends)
    expect(topics.stderr).toBe('')
    const started = await Promise.all([
      start('event-collector', backends),
      start('feature', backends),
      start('feature', backends),
      start('trainer', backends),
      start('ranking', backends),
      start('ranking', backends),
    ])
    const [collector, , , , ...both] = started
    feature = started[1]
    otherFeature = started[2]
    rankings = both
    onServers = {
      ...backends,
      UPNEXT_COLLECTOR_URL: collector.http,
      UPNEXT_FEATURE_ADDRESS: feature.grpc,
      UPNEXT_RANKING_ADDRESS: both[0].grpc,
    }
  })

  afterAll(async () => {
    await Promise.all(services.map((service) => service.child.stop()))
    await folder.remove()
  })

  async function start(name: string, env: Environment): Promise<ServiceProcess> {
    const service = await startService(name, env)
    services.push(service)
    return service
  }

  async function cli(env: Environment, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runUpnext(args, env)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return stdout.trim()
  }

  function importHistory(env: Environment): Promise<string> {
    const flags = ['--name', IMPORT, '--everywhere', '--all-ages', '--shift-to', '2026-01-31T12:00:00Z']
    return cli(env, 'import', 'movielens', history, ...flags)
  }

  async function sentSoFar(): Promise<number> {
    return (await readState(onServers['UPNEXT_DATA'] ?? '', IMPORT))?.eventsSent ?? 0
  }

  /** A copy of feature dies with batches in its hands, and a new one comes. */
  async function replaceFeatureDuringImport(): Promise<void> {
    await waitUntil(async () => (await sentSoFar()) >= KILL_AFTER_EVENTS, {
      message: 'a good part of the events to be sent',
      timeoutMs: 60_000,
      intervalMs: 2,
    })
    await otherFeature.child.stop('SIGKILL')
    expect(await sentSoFar()).toBeLessThan(SHAPE.ratings)
    otherFeature = await start('feature', onServers)
  }

  it('folds a history into exactly the profiles of one process on embedded storage, though a copy of feature is killed on the way', async () => {
    const embedded = await startService('standalone', { ...SHARED, UPNEXT_DATA: join(folder.path, 'embedded') })
    services.push(embedded)
    const onEmbedded = { UPNEXT_DATA: join(folder.path, 'embedded') }
    await importHistory(onEmbedded)
    await Promise.all([importHistory(onServers), replaceFeatureDuringImport()])

    const expected = await steadyDigest(onEmbedded)
    expect(expected).toMatch(/^[0-9a-f]{64}$/)
    await waitUntil(async () => (await digest(onServers)) === expected, {
      message: 'both systems to have the same profiles',
      timeoutMs: 60_000,
      intervalMs: 200,
    })
  })

  it('trains a model as a job, and both copies of ranking take it up', async () => {
    await cli(onServers, 'train')
    for (const ranking of rankings) {
      const env = { ...onServers, UPNEXT_RANKING_ADDRESS: ranking.grpc }
      await waitUntil(async () => (await next(env, '7')).info['modelId'] !== '', {
        message: 'a model',
        timeoutMs: 20_000,
      })
    }
  })

  it('changes the row of both copies when something is rated, and names it as a reason', async () => {
    const viewer = 'newcomer'
    const rated = await cli(onServers, 'send', 'rating', '--viewer', viewer, '--item', '8', '--stars', '5')
    for (const ranking of rankings) {
      const env = { ...onServers, UPNEXT_RANKING_ADDRESS: ranking.grpc }
      const { row, info } = await next(env, viewer, '--after', rated)
      expect(info).toMatchObject({ cold: false, behind: false, degraded: false, personalized: true })
      expect(row.items[0]?.reasons[0]?.itemId).toBe('8')
      expect(row.items.map((item) => item.itemId)).not.toContain('8')
    }
  })

  it('goes on when one of two copies of feature is killed', async () => {
    await feature.child.stop('SIGKILL')
    const rated = await cli(onServers, 'send', 'rating', '--viewer', 'other', '--item', '9', '--stars', '5')
    await waitUntil(async () => (await next(onServers, 'other', '--after', rated)).info['behind'] === false, {
      message: 'the other copy of feature to take over',
      timeoutMs: 40_000,
    })
  })

  it('finds nothing wrong when the doctor looks', async () => {
    const findings = await cli(
      { ...onServers, UPNEXT_FEATURE_ADDRESS: onServers['UPNEXT_RANKING_ADDRESS'] ?? '' },
      'doctor',
    )
    expect(findings).toContain('Kafka: answers, with all 5 topics')
    expect(findings).toContain('Redis: answers')
  })
})

async function next(env: Environment, viewer: string, ...args: string[]): Promise<Answer> {
  const { stdout } = await runUpnext(['next', '--viewer', viewer, '--limit', '10', '--json', ...args], env)
  return JSON.parse(stdout) as Answer
}

interface Answer {
  readonly row: { readonly items: readonly { itemId: string; reasons: readonly { itemId: string }[] }[] }
  readonly info: Readonly<Record<string, unknown>>
}

async function digest(env: Environment): Promise<string> {
  return (await runUpnext(['profile', 'digest'], env)).stdout.split('\n')[0] ?? ''
}

/** The digest when two looks in a row agree, and profiles are there. */
function steadyDigest(env: Environment): Promise<string> {
  let before = ''
  return waitUntil(
    async () => {
      const now = await digest(env)
      const steady = now === before ? now : ''
      before = now
      return steady
    },
    { message: 'profiles to settle', timeoutMs: 30_000, intervalMs: 300 },
  )
}
