import { describe, expect, it } from '@jest/globals'
import { LogUnavailableError, RecordTooLargeError } from '@upnext/ports'
import type { Position } from '@upnext/ports'
import { settle, translateProduceError } from './produce.ts'
import { createPendingAppend, takeRecords } from './send-queue.ts'
import type { PendingAppend, QueuedRecord } from './send-queue.ts'

describe('settle', () => {
  it('counts each record from the offset that its partition was given', async () => {
    const { append, placed } = createPendingAppend(3)
    settle(
      [aRecord(append, 0, 1), aRecord(append, 1, 2), aRecord(append, 2, 1)],
      [confirmed(1, '40'), confirmed(2, '7')],
    )
    expect(await placed).toEqual([at(1, 41), at(2, 8), at(1, 42)])
  })

  it('fails the appends of a partition without a result, and only those', async () => {
    const [kept, lost] = [createPendingAppend(1), createPendingAppend(1)]
    settle([aRecord(kept.append, 0, 1), aRecord(lost.append, 0, 9)], [confirmed(1, '0')])
    expect(await kept.placed).toEqual([at(1, 1)])
    await expect(lost.placed).rejects.toThrow(LogUnavailableError)
  })

  it.each([
    ['an error code', { topicName: 'topic', partition: 1, errorCode: 3, baseOffset: '0' }],
    ['no offset', { topicName: 'topic', partition: 1, errorCode: 0, baseOffset: '-1' }],
  ])('fails the appends of a partition with %s', async (_, result) => {
    const { append, placed } = createPendingAppend(1)
    settle([aRecord(append, 0, 1)], [result])
    await expect(placed).rejects.toThrow(LogUnavailableError)
  })
})

describe('takeRecords', () => {
  it('takes up to the limits, oldest first, and leaves the rest', () => {
    const { append } = createPendingAppend(5)
    const queue = [0, 1, 2, 3, 4].map((i) => aRecord(append, i, 0, 100))
    expect(takeRecords(queue, { records: 2, bytes: 1_000 }).records.map((r) => r.index)).toEqual([0, 1])
    expect(takeRecords(queue, { records: 9, bytes: 250 })).toMatchObject({ bytes: 200 })
    expect(queue.map((r) => r.index)).toEqual([4])
  })

  it('takes one record whatever its size', () => {
    const { append } = createPendingAppend(1)
    expect(takeRecords([aRecord(append, 0, 0, 900)], { records: 5, bytes: 100 }).records).toHaveLength(1)
  })

  it('throws away records whose append has failed', async () => {
    const [failed, alive] = [createPendingAppend(2), createPendingAppend(1)]
    failed.append.fail(new Error('too late'))
    await expect(failed.placed).rejects.toThrow('too late')
    const queue = [aRecord(failed.append, 0, 0, 10), aRecord(alive.append, 0, 0, 20), aRecord(failed.append, 1, 0, 30)]
    const { records, bytes } = takeRecords(queue, { records: 5, bytes: 100 })
    expect(records.map((r) => r.append)).toEqual([alive.append])
    expect([bytes, queue.length]).toEqual([60, 0])
  })
})

describe('translateProduceError', () => {
  it('tells records that are too large from a log that is away', () => {
    const tooLarge = Object.assign(new Error('x'), { type: 'MESSAGE_TOO_LARGE' })
    expect(translateProduceError(tooLarge)).toBeInstanceOf(RecordTooLargeError)
    expect(translateProduceError(new Error('ECONNREFUSED'))).toBeInstanceOf(LogUnavailableError)
  })
})

function aRecord(append: PendingAppend, index: number, partition: number, bytes = 1): QueuedRecord {
  return { append, index, topic: 'topic', partition, message: { value: null }, bytes }
}

function confirmed(partition: number, baseOffset: string) {
  return { topicName: 'topic', partition, errorCode: 0, baseOffset }
}

function at(partition: number, nextOffset: number): Position {
  return { topic: 'topic', partition, nextOffset }
}
