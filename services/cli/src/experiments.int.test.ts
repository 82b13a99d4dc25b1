/** The report of an experiment, as an analyst runs it, on both families of backends. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ensureKafkaTopics, kafkaConnection, openBackends } from '@upnext/backends'
import type { Backends } from '@upnext/backends'
import { WatchPhase, topicsOf } from '@upnext/contracts'
import { randomNamespace, runUpnext, tempFolder, testKafka, testRedis } from '@upnext/testkit'
import type { Environment, TempFolder } from '@upnext/testkit'
import { MINUTE, T0, picked, record, shown, watched } from './experiments/testing/experiment-events.ts'

const NAMESPACE = randomNamespace()
const topics = topicsOf(NAMESPACE)
const VIEWERS = 60

/** Even viewers have variant a, odd ones b; every third picks, and watches ten minutes. */
const records = Array.from({ length: VIEWERS }, (_, n) => {
  const place = { page: `p-${n}`, row: n % 4 < 2 ? 'next-to-watch' : 'similar:m9', variant: n % 2 === 0 ? 'a' : 'b' }
  const viewer = `viewer-${n}`
  const picks = [
    record(viewer, picked(place, 'm2'), T0 + MINUTE),
    record(viewer, watched('m2', `s-${n}`, T0 + 2 * MINUTE, 0, WatchPhase.WATCH_PHASE_START), T0 + 2 * MINUTE),
    record(viewer, watched('m2', `s-${n}`, T0 + 2 * MINUTE, 600, WatchPhase.WATCH_PHASE_STOP), T0 + 12 * MINUTE),
  ]
  return [record(viewer, shown(place, ['m1', 'm2', 'm3'])), ...(n % 3 === 0 ? picks : [])]
}).flat()

const rowsFile = (a: number, b: number): string => `
version: 1
name: test
pages: {home: {rows: [{id: next, type: next_to_watch}]}}
experiments: [{id: rows, variants: [{id: a, share: ${a}}, {id: b, share: ${b}}]}]
`

let folder: TempFolder
const at = (name: string): string => join(folder.path, name)
const reports: string[] = []

beforeAll(async () => {
  folder = await tempFolder()
  await writeFile(at('even.yaml'), rowsFile(0.5, 0.5))
  await writeFile(at('uneven.yaml'), rowsFile(0.1, 0.9))
})

afterAll(() => folder.remove())

describe.each(['embedded', 'kafka-redis'] as const)('a report on %s', (backend) => {
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
    const config = {
      UPNEXT_BACKEND: backend,
      UPNEXT_NAMESPACE: NAMESPACE,
      UPNEXT_DATA: data,
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
    const specs = Object.values(topics)
    if (backend === 'kafka-redis') await ensureKafkaTopics({ ...kafkaConnection(config, 'test'), topics: specs })
    // Stays open, as it is beside a running standalone.
    backends = await openBackends({ config, topics: specs, clientId: 'test' })
    await backends.log.append(topics.viewerEvents.name, records)
  }, 120_000)

  afterAll(() => backends.close())

  const report = (...args: string[]) => runUpnext(['experiments', 'report', ...args], env)

  it('counts what the variants came to, as JSON', async () => {
    const { code, stdout, stderr } = await report('--experiment', 'rows', '--file', at('even.yaml'), '--json')
    expect({ code, stderr }).toMatchObject({ code: 0 })
    reports.push(stdout)
    const figures = { viewers: 30, pages: 30, shown: 90, picks: 10, watchMinutes: 100 }
    expect(JSON.parse(stdout)).toMatchObject({
      records: records.length,
      control: 'a',
      variants: [
        { variant: 'a', ...figures, watchMinutesPerViewer: { value: 100 / 30 } },
        { variant: 'b', ...figures, difference: { ctr: { value: 0, p: 1 } } },
      ],
      rows: [{ row: 'next-to-watch' }, { row: 'similar' }],
      sampleRatio: { chiSquare: 0, mismatch: false },
    })
  }, 120_000)

  it('warns, and says so by its exit code, where the viewers are not as many as the shares say', async () => {
    const args = ['experiments', 'report', '--experiment', 'rows', '--rows']
    const { code, stdout, stderr } = await runUpnext(args, { ...env, UPNEXT_ROWS: at('uneven.yaml') })
    expect(code).toBe(3)
    expect(stdout).toContain('Sample ratio: MISMATCH')
    expect(stdout).toContain('Row similar')
    expect(stderr).toContain('do not trust these figures')
  }, 120_000)

  it('says what is missing where nobody took part, and what is wrong with the flags', async () => {
    const before = await report('--experiment', 'rows', '--to', new Date(T0).toISOString())
    expect(before).toMatchObject({ code: 1, stdout: '' })
    expect(before.stderr).toContain('no viewer was shown a variant of rows')
    const wrong = await report('--experiment', 'Rows', '--from', 'yesterday', '--window', '1')
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    for (const flag of ['--experiment', '--from', '--window']) expect(wrong.stderr).toContain(`${flag}: expected`)
  }, 120_000)
})

it('is the same on both families of backends', () => {
  expect(reports).toHaveLength(2)
  expect(reports[0]).toBe(reports[1])
})
