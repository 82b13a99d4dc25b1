/** An upgrade's way through the generations, with processes on real servers, while viewers go on watching and asking. */
import { connect } from 'node:net'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { credentials } from '@grpc/grpc-js'
import { backendVariables, openBackends } from '@upnext/backends'
import type { Backends } from '@upnext/backends'
import {
  CatalogRecord,
  GetNextToWatchRequest,
  RankingServiceClient,
  ViewerEvent,
  topicsOf,
  viewerKey,
} from '@upnext/contracts'
import type { AnswerInfo, GetNextToWatchResponse } from '@upnext/contracts'
import { positionsOf } from '@upnext/generations'
import type { NewRecord } from '@upnext/ports'
import {
  aViewer,
  generateEvents,
  generateItems,
  randomNamespace,
  runUpnext,
  startProcess,
  startRedis,
  startService,
  tempFolder,
  testKafka,
  waitUntil,
} from '@upnext/testkit'
import type { CliRun, Environment, RedisServer, ServiceProcess, TempFolder } from '@upnext/testkit'
import { loadConfig, namespaceVariable } from '@upnext/service-kit'

const VIEWERS = 200
const HISTORY = 8_000
const SECRET = 'ef'.repeat(16)
const NAMESPACE = randomNamespace()
const KEYS = { secret: Buffer.from(SECRET, 'hex'), namespace: NAMESPACE }
const topics = topicsOf(NAMESPACE)
const TOPIC = topics.viewerEvents.name

describe('generations of profiles on Kafka and Redis', () => {
  const services: ServiceProcess[] = []
  let folder: TempFolder
  let redis: RedisServer
  let env: Environment
  let backends: Backends
  let ranking: RankingServiceClient
  let traffic: Traffic

  beforeAll(async () => {
    folder = await tempFolder()
    redis = await startRedis()
    env = {
      UPNEXT_NAMESPACE: NAMESPACE,
      UPNEXT_VIEWER_SECRET: SECRET,
      UPNEXT_LOG_LEVEL: 'warn',
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_KAFKA_BROKERS: testKafka(),
      UPNEXT_REDIS_URL: redis.url,
      UPNEXT_DATA: folder.path,
    }
    expect((await runUpnext(['topics', 'create'], env)).stderr).toBe('')
    const config = loadConfig({ ...backendVariables, UPNEXT_NAMESPACE: namespaceVariable }, env)
    backends = await openBackends({ config, topics: Object.values(topics), clientId: 'test' })
    const items = generateItems().map((item) => ({
      key: Buffer.from(item.itemId),
      value: CatalogRecord.encode({ item, receivedAtMs: 1 }).finish(),
    }))
    await appended(backends, topics.catalog.name, items)
    traffic = createTraffic(backends)
    await traffic.send(HISTORY)
    services.push(...(await Promise.all([startService('feature', env), startService('ranking', env)])))
    ranking = new RankingServiceClient(services[1]?.grpc ?? '', credentials.createInsecure())
    await untilFed(1)
  }, 180_000)

  afterAll(async () => {
    await traffic.stop()
    ranking.close()
    await Promise.all(services.map(({ child }) => child.stop()))
    await backends.close()
    await redis.stop()
    await folder.remove()
  }, 60_000)

  const profiles = (...args: string[]): Promise<CliRun> => runUpnext(['profiles', ...args], env)

  async function ok(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await profiles(...args)
    expect({ args, code, stderr }).toMatchObject({ code: 0 })
    return stdout
  }

  async function untilFed(generation: number): Promise<void> {
    const fed = async (): Promise<boolean> => {
      const ends = (await backends.log.bounds(TOPIC)).map(({ end }) => end)
      return (await positionsOf(backends.profiles, generation)).every((position, p) => position === ends[p])
    }
    await waitUntil(fed, {
      message: `generation ${generation} to be at the log's end`,
      timeoutMs: 100_000,
      intervalMs: 100,
    })
  }

  function ask(viewer: string): Promise<AnswerInfo | undefined> {
    const request = GetNextToWatchRequest.fromPartial({ audience: { $case: 'viewerId', value: viewer }, limit: 5 })
    return new Promise((resolve, reject) => {
      ranking.getNextToWatch(request, (error, answer: GetNextToWatchResponse) => {
        if (error) reject(error)
        else resolve(answer.info)
      })
    })
  }

  it('goes on with a rebuild that was killed, while events come in', async () => {
    traffic.start()
    const args = ['--rebuild', '--rate', '4000']
    const child = await startProcess({ entry: 'services/feature/dist/main.js', args, env })
    const begun = async (): Promise<boolean> => {
      const { manifests } = await backends.profiles.generations()
      if (manifests.length < 2) return false
      return (await positionsOf(backends.profiles, 2)).reduce((sum, position) => sum + position, 0) > 2000
    }
    await waitUntil(begun, { message: () => `a good part to be built: ${child.output()}`, timeoutMs: 60_000 })
    await child.stop('SIGKILL')
    const [, building] = (await backends.profiles.generations()).manifests
    expect(building).toMatchObject({ generation: 2, state: 'building' })
    expect(await profiles('switch', '--to', '2')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is still being built'),
    })
    const report = JSON.parse(await ok('rebuild', '--json')) as { readonly events: number }
    expect(report).toMatchObject({ generation: 2, resumed: true, unfoldable: 0 })
    // Not from the beginning: what had been built before the kill was not built again.
    const inLog = (await backends.log.bounds(TOPIC)).reduce((sum, { end }) => sum + end, 0)
    expect(report.events).toBeLessThan(inLog - 2000)
  }, 180_000)

  it('compares both while events come in', async () => {
    await waitUntil(async () => (await profiles('compare')).code === 0, {
      message: 'both generations to be fed and equal',
      timeoutMs: 100_000,
    })
    const comparison: unknown = JSON.parse(await ok('compare', '--json'))
    const none = { differing: 0, onlyInA: 0, onlyInB: 0, undecided: 0 }
    expect(comparison).toMatchObject({ equal: true, viewers: none, a: { profiles: VIEWERS }, b: { profiles: VIEWERS } })
  }, 120_000)

  it('switches and rolls back under load: every answer is of one generation, and none has lost its viewer', async () => {
    const answers: AnswerInfo[] = []
    const enough = new AbortController()
    const asker = (async () => {
      for (let n = 0; !enough.signal.aborted; n += 1) {
        const info = await ask(`viewer-${n % VIEWERS}`)
        if (info !== undefined) answers.push(info)
        // The processes that switch need a part of the machine too.
        await pause(5)
      }
    })()
    const untilAnswersAreOf = (generation: number): Promise<unknown> =>
      waitUntil(() => answers.at(-1)?.profileGeneration === generation, { message: `answers of ${generation}` })
    try {
      await untilAnswersAreOf(1)
      expect(await ok('switch')).toContain('Generation 2 is active; it was 1')
      const switchedAt = performance.now()
      await untilAnswersAreOf(2)
      expect(performance.now() - switchedAt).toBeLessThan(2000)
      expect(await ok('rollback')).toContain('Generation 1 is active; it was 2')
      await untilAnswersAreOf(1)
      await ok('switch', '--to', '2')
      await untilAnswersAreOf(2)
    } finally {
      enough.abort()
      await asker
    }
    // A store that answers late is a matter of a busy machine, and said: nothing was read then, of no generation.
    const read = answers.filter(({ degradedReasons }) => !degradedReasons.includes('PROFILE_TIMEOUT'))
    const bad = read.filter(
      ({ profileGeneration, cold, degraded }) => ![1, 2].includes(profileGeneration) || cold || degraded,
    )
    expect(bad).toEqual([])
    // One copy of ranking follows the pointer: it never goes back and forth.
    const runs = read.map(({ profileGeneration }) => profileGeneration).filter((g, at, all) => g !== all[at - 1])
    expect(runs).toEqual([1, 2, 1, 2])
    expect(read.length).toBeGreaterThan(answers.length / 2)
    expect(answers.length).toBeGreaterThan(100)
  }, 120_000)

  it('has the same bytes in both once events stop', async () => {
    await traffic.stop()
    await Promise.all([untilFed(1), untilFed(2)])
    const { equal, steadyPartitions, a, b } = JSON.parse(await ok('compare', '--json')) as Compared
    expect({ equal, steadyPartitions }).toEqual({ equal: true, steadyPartitions: 48 })
    expect(a.digest).toBe(b.digest)
    const digest = await runUpnext(['profile', 'digest'], { ...env, UPNEXT_FEATURE_ADDRESS: services[0]?.grpc ?? '' })
    expect(digest.stdout).toContain(a.digest)
  }, 120_000)

  it('tells a difference in plain terms', async () => {
    const key = viewerKey(KEYS, 'nobody')
    const { position } = await backends.profiles.read(2, 0, [])
    const damaged = { generation: 2, partition: 0, expected: position, next: position }
    await backends.profiles.commit({ ...damaged, profiles: [{ key, bytes: Buffer.from([1]) }] })
    const { code, stdout } = await profiles('compare')
    expect(code).toBe(1)
    expect(stdout).toContain('1 viewers are only in generation 2')
    expect(stdout).toContain(`viewer ${key}: viewer has`)
    await backends.profiles.commit({ ...damaged, profiles: [{ key, bytes: null }] })
  }, 60_000)

  it('refuses to drop the active generation, and drops the other with all that is in it', async () => {
    expect(await profiles('drop', '2')).toMatchObject({ code: 1, stderr: expect.stringContaining('is the active one') })
    expect(await ok('drop', '1')).toContain('Generation 1 was dropped')
    expect(await ok('list')).not.toContain('for rollback')
    for await (const { key } of backends.profiles.scan(1, 0)) throw new Error(`${key} is left of generation 1`)
    expect(await profiles('rollback')).toMatchObject({ code: 1 })
    // What comes now is folded into the one that is left.
    await traffic.send(500)
    await untilFed(2)
    expect(services[0]?.child.exit()).toBeNull()
  }, 60_000)

  it('refuses a rebuild when Redis would not hold two generations, with the figures', async () => {
    const { usedBytes, generationBytes } = await backends.profiles.capacity(2)
    await redisSays(redis.port, `CONFIG SET maxmemory ${Math.round(usedBytes + generationBytes / 2)}`)
    const refused = await profiles('rebuild')
    expect(refused.code).toBe(1)
    expect(refused.stderr).toMatch(/no room for a second generation: [\d.]+ MiB of [\d.]+ MiB are used/)
    await redisSays(redis.port, 'CONFIG SET maxmemory 0')
  }, 60_000)

  it('feeds its own beside one of another fold version, and refuses where it has none', async () => {
    const text = JSON.stringify({ active: 7, manifests: [{ generation: 7, foldVersion: 999, createdAtMs: 0 }] })
    const other = { ...env, UPNEXT_NAMESPACE: `${NAMESPACE.slice(0, 20)}-old` }
    await redisSays(redis.port, `SET ${other.UPNEXT_NAMESPACE}.upnext:{profiles}:generations '${text}'`)
    expect((await runUpnext(['topics', 'create'], other)).code).toBe(0)
    const refusing = await startProcess({
      entry: 'services/feature/dist/main.js',
      env: { ...other, UPNEXT_HTTP_PORT: '0', UPNEXT_GRPC_PORT: '0' },
    })
    expect((await refusing.exited).code).toBe(1)
    expect(refusing.stderr()).toContain('upnext profiles rebuild')
    const run = await runUpnext(['profiles', 'rebuild', '--json'], other)
    expect(JSON.parse(run.stdout)).toMatchObject({ generation: 8, resumed: false })
    services.push(await startService('feature', other))
  }, 120_000)
})

interface Compared {
  readonly equal: boolean
  readonly steadyPartitions: number
  readonly a: { readonly digest: string }
  readonly b: { readonly digest: string }
}

interface Traffic {
  /** Appends so many of a crowd's events at once. */
  send(events: number): Promise<void>
  /** Appends about 100 a second from now on. */
  start(): void
  stop(): Promise<void>
}

/** As a collector's clients do: again where the answer did not come in time. Duplicates change no profile. */
async function appended({ log }: Backends, topic: string, records: readonly NewRecord[]): Promise<void> {
  await waitUntil(() => log.append(topic, records), { message: 'Kafka to take records', timeoutMs: 60_000 })
}

function createTraffic(backends: Backends): Traffic {
  const names = Array.from({ length: VIEWERS }, (_, n) => `viewer-${n}`)
  const keyOf = new Map(names.map((name) => [aViewer(name), viewerKey(KEYS, name)]))
  let sent = 0
  const enough = new AbortController()
  let loop: Promise<void> = Promise.resolve()

  async function send(events: number): Promise<void> {
    const crowd = generateEvents({ seed: sent + 1, viewers: VIEWERS, events })
    const records = crowd.map((event) => {
      const viewer = keyOf.get(event.viewer) ?? ''
      return { key: Buffer.from(viewer), value: ViewerEvent.encode({ ...event, viewer }).finish() }
    })
    for (let at = 0; at < records.length; at += 1000) await appended(backends, TOPIC, records.slice(at, at + 1000))
    sent += events
  }

  return {
    send,
    start() {
      loop = (async () => {
        while (!enough.signal.aborted) {
          await send(5)
          await pause(50)
        }
      })()
    },
    async stop() {
      enough.abort()
      await loop
    },
  }
}

async function redisSays(port: number, command: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${command}\r\n`)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  expect(answer.toString()).toBe('+OK\r\n')
}
