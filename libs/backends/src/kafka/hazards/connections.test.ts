/** What KafkaJS's connections have been seen to do. Named after what is prevented. */
import { createRequire } from 'node:module'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createKafkaClient } from '../client.ts'
import { lookAgain, lookIfNeeded } from '../quiet-queue.ts'
import type { RequestQueue } from '../quiet-queue.ts'

interface Queue extends RequestQueue {
  pending: unknown[]
  throttledUntil: number
  readonly inflight: Map<number, unknown>
  push(request: unknown): void
  checkPendingRequests(): void
  destroy(): void
}
const Queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
  new (options: object): Queue
  readonly prototype: Queue
}

const logger = { debug: () => undefined }
let queue: Queue

beforeEach(() => {
  jest.useFakeTimers()
  queue = new Queue({ maxInFlightRequests: 1, requestTimeout: 1000, enforceRequestTimeout: true, logger })
})
afterEach(() => {
  queue.destroy()
  jest.useRealTimers()
})

/** How often the queue looks at what is pending in one second, once an answer has come. */
function looksInASecond(): number {
  const look = jest.spyOn(queue, 'checkPendingRequests')
  queue.checkPendingRequests()
  jest.advanceTimersByTime(1000)
  return look.mock.calls.length - 1
}

const sent: number[] = []
const request = (correlationId: number) => ({
  entry: { correlationId },
  expectResponse: true,
  sendRequest: () => sent.push(correlationId),
})

describe('a connection on which nothing waits', () => {
  it('looks for nothing', () => {
    queue.scheduleCheckPendingRequests = lookIfNeeded
    expect(looksInASecond()).toBe(0)
  })

  it('control: looks a thousand times a second with a bare KafkaJS', () => {
    queue.scheduleCheckPendingRequests = lookAgain
    expect(looksInASecond()).toBeGreaterThan(500)
  })

  it('is so for all connections of a process that has made a client', () => {
    createKafkaClient({ brokers: ['127.0.0.1:9092'], clientId: 'test' })
    try {
      expect(looksInASecond()).toBe(0)
    } finally {
      Queue.prototype.scheduleCheckPendingRequests = lookAgain
    }
  })
})

describe('a request that has to wait', () => {
  beforeEach(() => {
    sent.length = 0
    queue.scheduleCheckPendingRequests = lookIfNeeded
  })

  it('goes out where the broker had asked for a pause, and then nothing is looked for any more', () => {
    queue.throttledUntil = Date.now() + 300
    queue.push(request(1))
    jest.advanceTimersByTime(290)
    expect(sent).toEqual([])
    jest.advanceTimersByTime(30)
    expect(sent).toEqual([1])
    expect(looksInASecond()).toBe(0)
  })

  it('goes out where too many were under way', () => {
    queue.push(request(1))
    queue.push(request(2))
    jest.advanceTimersByTime(100)
    expect(sent).toEqual([1])
    queue.inflight.delete(1)
    jest.advanceTimersByTime(20)
    expect(sent).toEqual([1, 2])
  })
})
