import { afterEach, describe, expect, it } from '@jest/globals'
import { LogUnavailableError, TopicMismatchError } from '@upnext/ports'
import type { EventLog, TopicSpec } from '@upnext/ports'
import { cleanEnvironment, freePort, randomNamespace, startChild, testKafka, waitUntil } from '@upnext/testkit'
import { openAdmin } from './admin.ts'
import { openKafkaLog } from './event-log.ts'
import { ensureKafkaTopics } from './topics.ts'

/** The child process of a test runs what was built, not the source. */
const BUILT = new URL('../../dist/kafka/event-log.js', import.meta.url).href
const SESSION_MS = 1_500

const cleanups: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe('the event log on Kafka', () => {
  it('refuses a topic with other partitions, and one that is missing, and says what to do', async () => {
    const { connection, topic } = await aTopic(2)
    const wrong = [{ ...topic, partitions: 3 }]
    await expect(ensureKafkaTopics({ ...connection, topics: wrong })).rejects.toThrow(/has 2 partitions, not 3/)
    await expect(openKafkaLog({ ...connection, topics: wrong })).rejects.toThrow(TopicMismatchError)
    const missing = [{ name: `${topic.name}.missing`, partitions: 3 }]
    await expect(openKafkaLog({ ...connection, topics: missing })).rejects.toThrow(/run the topics job/)
  })

  it('makes topics once, also when two jobs run at the same time', async () => {
    const { connection, topic } = await aTopic(2)
    const others = [topic, { name: `${topic.name}.other`, partitions: 4, retentionMs: 60_000 }]
    cleanups.push(() => deleteTopics(`${topic.name}.other`))
    await Promise.all([
      ensureKafkaTopics({ ...connection, topics: others }),
      ensureKafkaTopics({ ...connection, topics: others }),
    ])
    await ensureKafkaTopics({ ...connection, topics: others })
    const log = await openLog({ ...connection, topics: others })
    expect(await log.bounds(`${topic.name}.other`)).toHaveLength(4)
  })

  it('says within ten seconds, in one line, that no broker answers', async () => {
    const brokers = [`127.0.0.1:${await freePort()}`]
    const startedAt = performance.now()
    const opening = openKafkaLog({ brokers, clientId: 'test', topics: [] })
    await expect(opening).rejects.toThrow(/^Kafka does not answer at 127\.0\.0\.1:\d+: .*UPNEXT_KAFKA_BROKERS$/)
    await expect(opening).rejects.toThrow(LogUnavailableError)
    expect(performance.now() - startedAt).toBeLessThan(10_000)
  })

  it('hands the partitions of a member that was killed to the others, from the positions kept', async () => {
    const { connection, topic } = await aTopic(4)
    const group = `${topic.name}.group`
    const log = await openLog({ ...connection, topics: [topic], sessionTimeoutMs: SESSION_MS })
    const dying = await startChild({
      command: process.execPath,
      args: [
        '--input-type=module',
        '-e',
        MEMBER_PROCESS,
        BUILT,
        JSON.stringify({ ...connection, topics: [topic], sessionTimeoutMs: SESSION_MS }),
        group,
      ],
      env: cleanEnvironment(),
    })
    cleanups.push(() => dying.stop('SIGKILL'))
    const positions = new Map<number, number>()
    const values = new Set<string>()
    let held: readonly number[] = []
    await log.share(topic.name, group, {
      position: async (partition) => positions.get(partition) ?? 0,
      onAssigned: (partitions) => void (held = partitions),
      async onBatch(batch) {
        for (const { value } of batch.records) values.add(Buffer.from(value).toString())
        positions.set(batch.partition, batch.nextOffset)
        return batch.nextOffset
      },
    })
    await waitUntil(() => held.length === 2, {
      message: () => `each has half, this one ${held.length}`,
      timeoutMs: 20_000,
    })
    await log.append(topic.name, records('a', 100))
    await dying.stop('SIGKILL')
    await log.append(topic.name, records('b', 100))
    await waitUntil(() => held.length === 4, { message: 'the survivor has all partitions', timeoutMs: 20_000 })
    await waitUntil(() => values.size === 200, {
      message: () => `everything is read, so far ${values.size}`,
      timeoutMs: 20_000,
    })
  })

  it('goes back to the position of the store, wherever Kafka thinks the group is', async () => {
    const { connection, topic } = await aTopic(1)
    const log = await openLog({ ...connection, topics: [topic] })
    const group = `${topic.name}.group`
    await log.append(topic.name, records('v', 10))
    const admin = await openAdmin(connection)
    await admin.client.setOffsets({ groupId: group, topic: topic.name, partitions: [{ partition: 0, offset: '10' }] })
    await admin.close()
    const first: number[] = []
    await log.share(topic.name, group, {
      position: async () => 4,
      async onBatch(batch) {
        first.push(batch.position, batch.records[0]?.offset ?? -1)
        return batch.nextOffset
      },
    })
    await waitUntil(() => first.length > 0, { message: 'the records behind the position are read' })
    expect(first.slice(0, 2)).toEqual([4, 4])
  })

  it('leaves no throw-away group behind', async () => {
    const { connection, topic } = await aTopic(1)
    const log = await openLog({ ...connection, topics: [topic], namespace: topic.name })
    const reading = await log.follow(topic.name, [], { onBatch: async (batch) => batch.nextOffset })
    const admin = await openAdmin(connection)
    cleanups.push(() => admin.close())
    const groups = async (): Promise<string[]> =>
      (await admin.client.listGroups()).groups
        .map(({ groupId }) => groupId)
        .filter((id) => id.startsWith(`${topic.name}.upnext.follow.`))
    await waitUntil(async () => (await groups()).length === 1, { message: 'the group is there while following' })
    await reading.close()
    await waitUntil(async () => (await groups()).length === 0, { message: 'the group is gone' })
  })
})

async function aTopic(
  partitions: number,
): Promise<{ connection: { brokers: string[]; clientId: string }; topic: TopicSpec }> {
  const connection = { brokers: [testKafka()], clientId: 'test' }
  const topic = { name: randomNamespace(), partitions }
  await ensureKafkaTopics({ ...connection, topics: [topic] })
  cleanups.push(() => deleteTopics(topic.name))
  return { connection, topic }
}

async function openLog(options: Parameters<typeof openKafkaLog>[0]): Promise<EventLog> {
  const log = await openKafkaLog(options)
  cleanups.push(() => log.close())
  return log
}

async function deleteTopics(...topics: string[]): Promise<void> {
  const admin = await openAdmin({ brokers: [testKafka()], clientId: 'test' })
  await admin.client.deleteTopics({ topics })
  await admin.close()
}

function records(prefix: string, count: number): { key: Buffer; value: Buffer }[] {
  return Array.from({ length: count }, (_, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(`${prefix}${i}`) }))
}

/** A member that holds its partitions and never gets anything done. */
const MEMBER_PROCESS = `
const [built, options, group] = process.argv.slice(1)
const { openKafkaLog } = await import(built)
const log = await openKafkaLog(JSON.parse(options))
const never = new Promise(() => {})
await log.share(JSON.parse(options).topics[0].name, group, { position: async () => 0, onBatch: () => never })
`
