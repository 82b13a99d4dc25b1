/** The feature service on a log that is not the one it knows: it stops, says why in one line and in its metrics, and how to go on. */
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { partitionOf } from '@upnext/ports'
import { freePorts, randomNamespace, runUpnext, startProcess, testKafka, testRedis, waitUntil } from '@upnext/testkit'
import type { Child, Environment } from '@upnext/testkit'
import { openRedisProfileStore } from '../../redis/profile-store.ts'
import { ensureKafkaTopics } from '../topics.ts'
import { openKafkaLog } from '../event-log.ts'
import { forgetRecords } from '../testing/forget-records.ts'

const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url))
const CONNECTION = { brokers: [testKafka()], clientId: 'bad-input' }
const KEY = Buffer.from('a-viewer-key-that-stays')
const PARTITION = partitionOf(KEY, 48)

describe('the feature service', () => {
  let namespace: string
  let env: Environment
  let viewerEvents: string

  async function freshSystem(): Promise<void> {
    namespace = randomNamespace()
    viewerEvents = `${namespace}.upnext.viewer-events.v1`
    const [http, grpc] = await freePorts(2)
    env = {
      UPNEXT_BACKEND: 'kafka-redis',
      UPNEXT_NAMESPACE: namespace,
      UPNEXT_KAFKA_BROKERS: testKafka(),
      UPNEXT_REDIS_URL: testRedis(),
      UPNEXT_VIEWER_SECRET: 'ab'.repeat(16),
      UPNEXT_HTTP_PORT: String(http),
      UPNEXT_GRPC_PORT: String(grpc),
      UPNEXT_EXIT_LINGER: '60s',
    }
  }

  it('stops at a position past the end of the log', async () => {
    await freshSystem()
    await createTopics()
    await writePosition(1_000)
    await expectToStop(
      'PositionPastEndError',
      new RegExp(
        `^feature cannot go on: PositionPastEndError: position 1000 of \\S+/${PARTITION} is past the log's end 0: .*rebuild`,
      ),
    )
  }, 180_000)

  it('stops at a log whose start was deleted past its position', async () => {
    await freshSystem()
    await createTopics()
    const log = await openKafkaLog({ ...CONNECTION, topics: [{ name: viewerEvents, partitions: 48 }] })
    await log.append(
      viewerEvents,
      Array.from({ length: 5 }, () => ({ key: KEY, value: Buffer.of(0) })),
    )
    await log.close()
    await writePosition(1)
    await forgetRecords(CONNECTION, viewerEvents, PARTITION, 4)
    await expectToStop(
      'HistoryLostError',
      new RegExp(
        `^feature cannot go on: HistoryLostError: position 1 of \\S+/${PARTITION} is before the log's start 4: .*rebuild`,
      ),
    )
  }, 180_000)

  it('does not start on a topic with another number of partitions', async () => {
    await freshSystem()
    await ensureKafkaTopics({ ...CONNECTION, topics: [{ name: viewerEvents, partitions: 12 }] })
    const created = await runUpnext(['topics', 'create'], env)
    expect([created.code, created.stderr]).toEqual([1, expect.stringContaining('has 12 partitions, not 48')])
    await expectToStop(
      'TopicMismatchError',
      /^feature could not start: TopicMismatchError: .*viewer-events\.v1 has 12 partitions, not 48: .*UPNEXT_NAMESPACE/,
    )
  }, 180_000)

  async function createTopics(): Promise<void> {
    const created = await runUpnext(['topics', 'create'], env)
    expect([created.code, created.stderr]).toEqual([0, ''])
  }

  /** As if the service had read so far, of a log that was there before. */
  async function writePosition(next: number): Promise<void> {
    const healthy = await startFeature(/folding viewer events/)
    await healthy.stop()
    const profiles = await openRedisProfileStore({
      url: testRedis(),
      username: undefined,
      password: undefined,
      namespace,
    })
    const { position: expected } = await profiles.read(1, PARTITION, [])
    expect(await profiles.commit({ generation: 1, partition: PARTITION, expected, next, profiles: [] })).toEqual({
      ok: true,
    })
    await profiles.close()
  }

  async function expectToStop(error: string, line: RegExp): Promise<void> {
    const child = await startFeature(/showing the failure/)
    const answer = await fetch(`http://127.0.0.1:${env['UPNEXT_HTTP_PORT'] ?? ''}/metrics`)
    expect(await answer.text()).toContain(`upnext_feature_failed{error="${error}"} 1`)
    expect(await child.stop('SIGTERM')).toEqual({ code: 1, signal: null })
    const lines = child.stderr().trimEnd().split('\n')
    expect(lines).toEqual([expect.stringMatching(line)])
  }

  async function startFeature(ready: RegExp): Promise<Child> {
    const child = await startProcess({ entry: 'services/feature/dist/main.js', cwd: ROOT, env })
    await waitUntil(() => ready.test(child.output()), {
      message: () => `feature says ${ready.source}; it said:\n${child.output().slice(-2_000)}`,
      timeoutMs: 60_000,
    })
    return child
  }
})
