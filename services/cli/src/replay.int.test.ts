/** Replays, training from a fixed slice and dead letters, as an operator runs them, on both families of backends. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, kafkaConnection, openBackends } from '@upnext/backends'
import type { Backends } from '@upnext/backends'
import { DeadLetter, encodeDeadLetter, encodeViewerEvent, topicsOf } from '@upnext/contracts'
import {
  aViewer,
  anEvent,
  generateEvents,
  randomNamespace,
  runUpnext,
  startUpnext,
  tempFolder,
  testKafka,
  testRedis,
  waitUntil,
} from '@upnext/testkit'
import type { Environment, TempFolder } from '@upnext/testkit'
import type { ReplayState } from './replay/state.ts'

const EVENTS = 2_000
/** A slice ends before this one. */
const CUT = 1_500
const events = generateEvents({ seed: 31, viewers: 60, events: EVENTS, stepMs: 1_000 })
const records = events.map(encodeViewerEvent)
/** Records a second, of a replay that is to be caught in the middle. */
const SLOW = 400
const NAMESPACE = randomNamespace()
const topics = topicsOf(NAMESPACE)
let folder: TempFolder

beforeAll(async () => {
  folder = await tempFolder()
})

afterAll(() => folder.remove())

const at = (name: string): string => join(folder.path, name)
const read = (name: string): Promise<Buffer> => readFile(at(name))

interface Summary {
  readonly read: number
  readonly written: number
  readonly digest: string
  readonly resumed: boolean
  readonly same?: boolean
}

describe.each(['embedded', 'kafka-redis'] as const)('on %s', (backend) => {
  const config = {
    UPNEXT_BACKEND: backend,
    UPNEXT_NAMESPACE: NAMESPACE,
    UPNEXT_DATA: '',
    UPNEXT_KAFKA_BROKERS: [testKafka()],
    UPNEXT_KAFKA_TLS: false,
    UPNEXT_KAFKA_SASL: 'plain' as const,
    UPNEXT_KAFKA_USERNAME: undefined,
    UPNEXT_KAFKA_PASSWORD: undefined,
    UPNEXT_KAFKA_SESSION_TIMEOUT: 6000,
    UPNEXT_REDIS_URL: testRedis(),
    UPNEXT_REDIS_USERNAME: undefined,
    UPNEXT_REDIS_PASSWORD: undefined,
  }
  let env: Environment
  let backends: Backends

  beforeAll(async () => {
    const data = at(`data-${backend}`)
    env = {
      UPNEXT_BACKEND: backend,
      UPNEXT_NAMESPACE: NAMESPACE,
      UPNEXT_DATA: data,
      UPNEXT_KAFKA_BROKERS: testKafka(),
      UPNEXT_REDIS_URL: testRedis(),
    }
    const place = { ...config, UPNEXT_DATA: data }
    const specs = Object.values(topics)
    if (backend === 'kafka-redis') await ensureKafkaTopics({ ...kafkaConnection(place, 'test'), topics: specs })
    backends = await openBackends({ config: place, topics: specs, clientId: 'test' })
    await backends.log.append(topics.viewerEvents.name, records)
  })

  afterAll(() => backends.close())

  async function upnext(...args: string[]): Promise<unknown> {
    const { code, stdout, stderr } = await runUpnext([...args, '--json'], env)
    expect({ code, stderr }).toMatchObject({ code: 0 })
    return JSON.parse(stdout)
  }

  const replay = async (...args: string[]) => (await upnext('replay', ...args)) as Summary
  const file = (name: string): string => `${backend}-${name}`

  /** Starts a slow replay and ends it once it has noted that it has come further than before. */
  async function breakOff(args: readonly string[], stateFolder: string, signal: 'SIGKILL' | 'SIGTERM') {
    const before = await readSoFar(stateFolder).catch(() => 0)
    const child = await startUpnext(['replay', ...args, '--rate', `${SLOW}/s`], env)
    await waitUntil(async () => (await readSoFar(stateFolder)) > before, {
      message: () => `a newer state; the replay said ${child.output()}`,
      timeoutMs: 60_000,
    })
    return child.stop(signal)
  }

  async function readSoFar(stateFolder: string): Promise<number> {
    const state = JSON.parse(await readFile(join(stateFolder, 'state.json'), 'utf8')) as Pick<ReplayState, 'partitions'>
    return state.partitions.reduce((sum, partition) => sum + partition.read, 0)
  }

  it('writes every event once, partition by partition, the same bytes each time', async () => {
    const first = await replay('--topic', 'viewer-events', '--to', at(file('all.jsonl')))
    expect(first).toMatchObject({ read: EVENTS, written: EVENTS, resumed: false })
    const lines = String(await read(file('all.jsonl')))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    expect(lines.map(({ event }) => event.event_id).sort()).toEqual(events.map(({ eventId }) => eventId).sort())
    const places = lines.map(({ partition, offset }) => [partition, offset] as const)
    expect(places).toEqual(places.toSorted(([p, o], [q, r]) => p - q || o - r))
    await replay('--topic', 'viewer-events', '--to', at(file('again.jsonl')))
    expect((await read(file('again.jsonl'))).equals(await read(file('all.jsonl')))).toBe(true)
    const manifest = at(file('all.jsonl.manifest.json'))
    expect(await replay('--manifest-from', manifest)).toMatchObject({ same: true, digest: first.digest })
  }, 120_000)

  it('goes on where it was killed, or stopped, with no line missing or double', async () => {
    const args = ['--topic', 'viewer-events', '--to', at(file('killed.jsonl'))]
    const state = at(file('killed.jsonl.replay'))
    expect(await breakOff(args, state, 'SIGKILL')).toMatchObject({ signal: 'SIGKILL' })
    expect(existsSync(at(file('killed.jsonl')))).toBe(false)
    expect(await breakOff(args, state, 'SIGTERM')).toMatchObject({ code: 143 })
    const other = await runUpnext(['replay', '--topic', 'catalog', '--to', at(file('killed.jsonl'))], env)
    expect(other.stderr).toContain('another replay to the same place is unfinished')
    expect(await replay(...args)).toMatchObject({ resumed: true, written: EVENTS })
    expect((await read(file('killed.jsonl'))).equals(await read(file('all.jsonl')))).toBe(true)
    expect(existsSync(state)).toBe(false)
  }, 120_000)

  it('puts the original bytes into another topic, in the same partitions', async () => {
    const copy = `${NAMESPACE}.copy`
    const sent = await replay('--topic', 'viewer-events', '--to-topic', copy)
    const back = await replay('--topic', copy, '--like', 'viewer-events', '--to', at(file('copy.jsonl')), '--raw')
    expect(back.digest).toBe(sent.digest)
    expect(back.written).toBe(EVENTS)
    const twice = await runUpnext(['replay', '--topic', 'viewer-events', '--to-topic', copy], env)
    expect(twice).toMatchObject({ code: 1 })
    expect(twice.stderr).toContain('this was replayed before')
  }, 120_000)

  it('repeats little and loses nothing when it is killed on the way into another topic', async () => {
    const target = `${NAMESPACE}.killed-copy`
    const args = ['--topic', 'viewer-events', '--to-topic', target]
    const state = join(env['UPNEXT_DATA'] ?? '', 'replays', `${topics.viewerEvents.name}.to.${target}.replay`)
    await breakOff(args, state, 'SIGKILL')
    await replay(...args)
    await replay('--topic', target, '--like', 'viewer-events', '--to', at(file('killed-copy.jsonl')))
    const lines = String(await read(file('killed-copy.jsonl')))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
    expect(new Set(lines.map(({ event }) => event.event_id)).size).toBe(EVENTS)
    // A chunk is a tenth of a second, and each partition may repeat its last.
    expect(lines.length - EVENTS).toBeLessThanOrEqual((SLOW / 10) * 48)
    const last = new Map<string, Line>()
    for (const line of lines) last.set(line.event.event_id, line)
    const inOrder = [...events].sort((a, b) => a.occurredAtMs - b.occurredAtMs).map(({ eventId }) => eventId)
    const rank = new Map(inOrder.map((id, n) => [id, n]))
    for (let partition = 0; partition < 48; partition++) {
      const ranks = [...last.values()]
        .filter((line) => line.partition === partition)
        .sort((a, b) => a.offset - b.offset)
      expect(ranks.map(({ event }) => rank.get(event.event_id))).toEqual(
        ranks.map(({ event }) => rank.get(event.event_id)).toSorted((a = 0, b = 0) => a - b),
      )
    }
  }, 120_000)

  it('replays what came between two times, in their order and at their pace', async () => {
    const [from, until] = [events[1_000], events[1_020]].map((event) =>
      new Date(event?.receivedAtMs ?? 0).toISOString(),
    )
    const target = `${NAMESPACE}.timed`
    const asked = ['--topic', 'viewer-events', '--from', from ?? '', '--until', until ?? '']
    const startedAtMs = performance.now()
    expect(await replay(...asked, '--to-topic', target, '--speed', '10x')).toMatchObject({ written: 20 })
    // 19 gaps of a second, ten times as fast.
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(1_900)
    const piped = await runUpnext(['replay', '--topic', target, '--like', 'viewer-events', '--to', '-'], env)
    const ids = piped.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as Line).event.event_id)
    expect(ids.sort()).toEqual(
      events
        .slice(1_000, 1_020)
        .map(({ eventId }) => eventId)
        .sort(),
    )
  }, 120_000)

  it('picks a viewer, a kind or an item', async () => {
    const key = aViewer('viewer-7')
    const secret = { ...env, UPNEXT_VIEWER_SECRET: Buffer.from('another secret of 32 bytes......').toString('hex') }
    const nobody = await runUpnext(['replay', '--topic', 'viewer-events', '--viewer', 'viewer-7', '--to', '-'], secret)
    expect(nobody).toMatchObject({ code: 0, stdout: '' })
    const ratings = await replay('--topic', 'viewer-events', '--kind', 'rating', '--to', at(file('ratings.jsonl')))
    expect(ratings.written).toBe(events.filter(({ kind }) => kind?.$case === 'rating').length)
    const one = await replay('--topic', 'viewer-events', '--item', 'movie-3', '--to', at(file('item.jsonl')))
    expect(one.written).toBe(
      events.filter(
        ({ kind }) => kind?.$case !== undefined && 'itemId' in kind.value && kind.value.itemId === 'movie-3',
      ).length,
    )
    expect(String(await read(file('ratings.jsonl')))).toContain(key)
  }, 120_000)

  it('refuses times where records have none', async () => {
    const run = await runUpnext(
      ['replay', '--topic', 'model-updates', '--from', '2026-01-01', '--to', at('never')],
      env,
    )
    expect(run).toMatchObject({ code: 1 })
    expect(run.stderr).toContain('name offsets instead of times')
  })

  it('trains the same model from the same slice, whatever came since', async () => {
    const until = new Date(events[CUT]?.receivedAtMs ?? 0).toISOString()
    const first = (await upnext('train', '--until', until, '--out', at(file('model')))) as { events: number }
    await backends.log.append(topics.viewerEvents.name, records.slice(0, 100))
    await upnext('train', '--until', at(file('model/manifest.json')), '--out', at(file('model-again')))
    for (const name of ['model.bin', 'manifest.json']) {
      expect((await read(file(`model-again/${name}`))).equals(await read(file(`model/${name}`)))).toBe(true)
    }
    // Also over itself; and where that makes no model, the one that is there is not taken for it.
    const over = ['train', '--until', at(file('model/manifest.json')), '--out', at(file('model'))]
    expect(await upnext(...over)).toEqual(first)
    const tooFew = await runUpnext(over, { ...env, UPNEXT_TRAIN_MIN_EVENTS: '1000000' })
    expect(tooFew).toMatchObject({ code: 1, stdout: '' })
    expect(tooFew.stderr).toContain('no model')
    expect(first.events).toBeGreaterThan(0.9 * CUT)
    expect(await backends.models.epoch()).toBe(0)
  }, 180_000)

  it('sends the record of a dead letter again, once', async () => {
    const event = anEvent({ viewer: aViewer('of the letter'), occurredAtMs: 1_700_000_000_000 })
    const { key, value, headers = {} } = encodeViewerEvent(event)
    const bytes = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]))
    const facts = {
      topic: topics.viewerEvents.name,
      partition: 1,
      offset: 2,
      reason: 'UnfoldableEventError',
      service: 'feature',
    }
    const letter = DeadLetter.fromPartial({
      ...facts,
      key: Buffer.from(key),
      value: Buffer.from(value),
      headers: bytes,
    })
    await backends.log.append(topics.deadLetters.name, [encodeDeadLetter(letter)])
    const listed = (await upnext('dead-letters', 'list')) as { total: number; letters: { id: string; kind: string }[] }
    expect(listed).toMatchObject({ total: 1, letters: [{ kind: 'watch', reason: 'UnfoldableEventError' }] })
    expect(await upnext('dead-letters', 'retry', listed.letters[0]?.id ?? '')).toEqual({ retried: 1 })
    expect(await upnext('dead-letters', 'list')).toMatchObject({ total: 0 })
    expect(await upnext('dead-letters', 'retry', '--all')).toEqual({ retried: 0 })
    expect(await upnext('dead-letters', 'list', '--all')).toMatchObject({ total: 1 })
    const found = await runUpnext(['replay', '--topic', 'viewer-events', '--to', '-'], env)
    expect(found.stdout.split('\n').filter((line) => line.includes(event.eventId))).toHaveLength(1)
  }, 120_000)
})

it('gives the same files on both families of backends', async () => {
  for (const name of ['all.jsonl', 'ratings.jsonl', 'model/model.bin', 'model/manifest.json']) {
    const [one, other] = [await read(`embedded-${name}`), await read(`kafka-redis-${name}`)]
    expect({ name, same: one.equals(other) }).toEqual({ name, same: true })
  }
})

interface Line {
  readonly partition: number
  readonly offset: number
  readonly event: { readonly event_id: string }
}
