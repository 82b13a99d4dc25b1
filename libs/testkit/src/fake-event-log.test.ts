import { afterEach, describe, expect, it } from '@jest/globals'
import { ClosedError, LogUnavailableError, TopicMismatchError, partitionOf } from '@upnext/ports'
import type { RecordBatch } from '@upnext/ports'
import { createFakeEventLog } from './fake-event-log.ts'
import type { FakeEventLog } from './fake-event-log.ts'
import { waitUntil } from './wait-until.ts'

const TOPIC = 'things'
const PARTITIONS = 4
let log: FakeEventLog

const fresh = (): FakeEventLog => (log = createFakeEventLog([{ name: TOPIC, partitions: PARTITIONS }]))
const record = (key: string, value = key) => ({ key: Buffer.from(key), value: Buffer.from(value) })
const keys = Array.from({ length: 20 }, (_, i) => `key-${i}`)

describe('fake event log', () => {
  afterEach(() => log.close())

  it('answers the next offset to read, and puts a key into the partition that Kafka would', async () => {
    fresh()
    const [first, second] = await log.append(TOPIC, [record('a'), record('a')])
    const partition = partitionOf(Buffer.from('a'), PARTITIONS)
    expect(first).toEqual({ topic: TOPIC, partition, nextOffset: 1 })
    expect(second).toEqual({ topic: TOPIC, partition, nextOffset: 2 })
    expect((await log.bounds(TOPIC))[partition]).toEqual({ start: 0, end: 2 })
  })

  it('gives a follower what was there and what comes, in order, from the positions given', async () => {
    fresh()
    const [skipped] = await log.append(TOPIC, [record('a', '1')])
    await log.append(TOPIC, [record('a', '2')])
    const seen: string[] = []
    const onBatch = (batch: RecordBatch): Promise<number> => {
      seen.push(...batch.records.map((found) => Buffer.from(found.value).toString()))
      return Promise.resolve(batch.nextOffset)
    }
    await log.follow(TOPIC, skipped === undefined ? [] : [skipped], { onBatch })
    await log.append(TOPIC, [record('a', '3')])
    await waitUntil(() => seen.length >= 2, { message: () => `two records, saw ${seen.join()}` })
    expect(seen).toEqual(['2', '3'])
  })

  it('offers a refused batch again, and goes on where the reader says', async () => {
    fresh()
    await log.append(TOPIC, [record('a', '1'), record('a', '2')])
    const positions: number[] = []
    const retries: string[] = []
    await log.follow(TOPIC, [], {
      onBatch(batch) {
        positions.push(batch.position)
        if (positions.length === 1) return Promise.reject(new Error('not now'))
        return Promise.resolve(positions.length === 2 ? 1 : batch.nextOffset)
      },
      onRetry: (error) => retries.push(error.message),
    })
    await waitUntil(() => positions.length === 3, { message: 'three batches' })
    expect(positions).toEqual([0, 0, 1])
    expect(retries).toEqual(['not now'])
  })

  it('divides partitions in a group, and gives those of a member that left to the others, from their position', async () => {
    fresh()
    await log.append(
      TOPIC,
      keys.map((key) => record(key)),
    )
    const stored = new Map<number, number>()
    const assigned: number[][] = [[], []]
    const reader = (member: number) => ({
      position: (partition: number) => Promise.resolve(stored.get(partition) ?? 0),
      onBatch(batch: RecordBatch) {
        stored.set(batch.partition, batch.nextOffset)
        return Promise.resolve(batch.nextOffset)
      },
      onAssigned(partitions: readonly number[]) {
        assigned[member] = [...partitions]
      },
    })
    const first = await log.share(TOPIC, 'group', reader(0))
    await log.share(TOPIC, 'group', reader(1))
    expect(assigned).toEqual([
      [0, 2],
      [1, 3],
    ])
    await first.close()
    expect(assigned[1]).toEqual([0, 1, 2, 3])
    await log.append(
      TOPIC,
      keys.map((key) => record(key)),
    )
    const ends = (await log.bounds(TOPIC)).map(({ end }) => end)
    await waitUntil(() => ends.every((end, partition) => (stored.get(partition) ?? 0) === end), { message: 'all read' })
  })

  it('waits for the batch in hand when it closes, and gives out none afterwards', async () => {
    fresh()
    await log.append(TOPIC, [record('a')])
    const gate: { open: () => void } = { open: () => undefined }
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve
    })
    const done: string[] = []
    let batches = 0
    const subscription = await log.follow(TOPIC, [], {
      async onBatch(batch) {
        batches += 1
        await opened
        done.push('batch')
        return batch.nextOffset
      },
    })
    await waitUntil(() => batches === 1, { message: 'the batch was given out' })
    await log.append(TOPIC, [record('a')])
    const closing = subscription.close().then(() => done.push('closed'))
    gate.open()
    await closing
    await subscription.close()
    expect(done).toEqual(['batch', 'closed'])
    expect(batches).toBe(1)
  })

  it('refuses appends when told to, unknown topics always, and everything once closed', async () => {
    fresh()
    log.refuseAppends(() => new LogUnavailableError('the broker is away'))
    await expect(log.append(TOPIC, [record('a')])).rejects.toThrow(LogUnavailableError)
    log.refuseAppends(null)
    await expect(log.append(TOPIC, [record('a')])).resolves.toHaveLength(1)
    expect(log.recordsOf(TOPIC)).toHaveLength(1)
    await expect(log.append('other', [record('a')])).rejects.toThrow(TopicMismatchError)
    await log.close()
    await expect(log.append(TOPIC, [record('a')])).rejects.toThrow(ClosedError)
    await expect(log.bounds(TOPIC)).rejects.toThrow(ClosedError)
  })
})
