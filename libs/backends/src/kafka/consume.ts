import type { Consumer, EachBatchPayload } from 'kafkajs'
import { LogUnavailableError } from '@upnext/ports'
import type { PartitionBounds, Reader, RecordBatch, Subscription } from '@upnext/ports'
import { positionBehindEnd } from '../log-errors.ts'
import { askPosition, offerAgain, offerOnce, toError } from '../offer-batch.ts'
import { startAdvisoryCommits } from './commits.ts'
import { fetchedOffsetOf, judgeBatch } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { disconnectInTime } from './deadline.ts'
import { fromMessage } from './record.ts'
import { startWatchdog } from './watchdog.ts'

/** Round trips to the reader's store overlap for this many partitions. */
const CONCURRENT_PARTITIONS = 16
/** Restarts in a row without joining the group, about two minutes: then the process should say so and exit. */
const RESTARTS = 10

export interface ConsumeOptions {
  readonly topic: string
  readonly reader: Reader
  /** Where reading begins, asked anew at every join. */
  readonly position: (partition: number) => Promise<number>
  readonly bounds: () => Promise<PartitionBounds[]>
  readonly heartbeatMs: number
  readonly stallMs: number
  readonly onAssigned?: (partitions: readonly number[]) => void
  /** Told when a batch was accepted, and where reading goes on. */
  readonly onProgress?: (partition: number, nextOffset: number) => void
  /** Whether Kafka is told how far the group is, for lag dashboards. */
  readonly tellsKafka: boolean
}

/** Makes a consumer; the callback decides whether KafkaJS may restart it after a failure. */
export type CreateConsumer = (mayRestart: () => boolean) => Consumer

/**
 * Runs a KafkaJS consumer so that only the reader's positions count: every partition is sought at every join, and a batch that
 * starts elsewhere is thrown away. Resolves once the group has been joined for the first time, or a join has failed and goes on
 * being tried.
 */
export async function consume(create: CreateConsumer, options: ConsumeOptions): Promise<Subscription> {
  const { topic, reader } = options
  const cursors = new Map<number, Cursor>()
  const inHand = new Map<number, Promise<void>>()
  let restarts = 0
  let crashed = false
  let closing: Promise<void> | undefined
  const consumer = create(() => closing === undefined && restarts++ < RESTARTS)

  const commits = options.tellsKafka ? startAdvisoryCommits(consumer, topic) : null
  const watchdog = startWatchdog({
    stallMs: options.stallMs,
    async lags() {
      if (inHand.size > 0) return false
      const bounds = await options.bounds()
      return [...cursors].some(([p, { position }]) => position !== null && position < (bounds[p]?.end ?? 0))
    },
    onStall: () =>
      crash(
        new LogUnavailableError(`nothing was fetched of ${topic} for ${options.stallMs} ms, although there is more`),
      ),
  })

  consumer.on(consumer.events.FETCH, () => watchdog.alive())
  consumer.on(consumer.events.REBALANCING, letGo)
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    letGo()
    if (closing !== undefined) return
    restarts = 0
    const partitions = [...(payload.memberAssignment[topic] ?? [])].sort((a, b) => a - b)
    // A partition that was paused while its batch was offered again would stay paused.
    consumer.resume([{ topic }])
    for (const partition of partitions) cursors.set(partition, openCursor(partition))
    void refuseLostPositions()
    options.onAssigned?.(partitions)
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    letGo()
    if (payload.restart || closing !== undefined) return
    crash(new LogUnavailableError(`reading ${topic} has ended: ${payload.error.message}`, { cause: payload.error }))
  })

  function letGo(): void {
    for (const { stop } of cursors.values()) stop.abort()
    cursors.clear()
  }

  function openCursor(partition: number): Cursor {
    const cursor: Cursor = { position: null, sought: null, ready: Promise.resolve(), stop: new AbortController() }
    cursor.ready = askPosition(() => options.position(partition), cursor.stop.signal).then((position) => {
      if (position === null || cursor.stop.signal.aborted) return
      cursor.position = position
      seek(partition, position)
    })
    return cursor
  }

  function seek(partition: number, position: number): void {
    try {
      consumer.seek({ topic, partition, offset: String(position) })
    } catch {
      // KafkaJS is between two runs, and every run begins with a join, which seeks anew.
    }
  }

  /** KafkaJS would silently begin anew where a position lies behind the end of the log. */
  async function refuseLostPositions(): Promise<void> {
    const asked = [...cursors]
    await Promise.all(asked.map(([, { ready }]) => ready))
    const positions = asked.map(([partition, { position }]) => ({ partition, position }))
    const bounds = await options.bounds().catch(() => null)
    if (bounds === null) return
    for (const { partition, position } of positions) {
      const end = bounds[partition]?.end ?? 0
      if (position !== null && position > end) {
        crash(positionBehindEnd(topic, partition, position, end))
        return
      }
    }
  }

  async function onFetched(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const { partition } = batch
    const cursor = cursors.get(partition)
    if (cursor === undefined || closing !== undefined) return
    // What was in hand when the partition was last taken away may still be: one batch at a time.
    await inHand.get(partition)
    await cursor.ready
    const { position, sought } = cursor
    if (position === null || !isOurs(cursor)) return
    const verdict = judgeBatch(position, sought, fetchedOffsetOf(batch))
    if (verdict !== 'read') {
      if (verdict === 'doubt') await refuseLostPositions()
      cursor.sought = position
      if (isOurs(cursor)) seek(partition, position)
      return
    }
    const nextOffset = Number(batch.lastOffset()) + 1
    const records = batch.messages.map(fromMessage).filter(({ offset }) => offset >= position)
    const given = { topic, partition, position, records, nextOffset, end: Number(batch.highWatermark) }
    await hold(partition, give(cursor, given, payload))
  }

  async function give(cursor: Cursor, given: RecordBatch, payload: EachBatchPayload): Promise<void> {
    const next = await offerOnce(reader, given)
    if (cursor.stop.signal.aborted) return
    if (next === null) {
      // Waiting here would hold up every other partition that this broker has for us.
      const resume = payload.pause()
      void hold(given.partition, giveAgain(cursor, given, resume))
      return
    }
    if (next === given.nextOffset) payload.resolveOffset(String(next - 1))
    else seek(given.partition, next)
    moveTo(cursor, given.partition, next)
  }

  async function giveAgain(cursor: Cursor, given: RecordBatch, resume: () => void): Promise<void> {
    const next = await offerAgain(reader, given, cursor.stop.signal)
    if (next === null || cursor.stop.signal.aborted) return
    seek(given.partition, next)
    moveTo(cursor, given.partition, next)
    resume()
  }

  function moveTo(cursor: Cursor, partition: number, next: number): void {
    cursor.position = next
    cursor.sought = null
    options.onProgress?.(partition, next)
    commits?.note(partition, next)
  }

  /** Remembers what is in hand, so that closing and the next batch of the partition wait for it. */
  async function hold(partition: number, work: Promise<void>): Promise<void> {
    const held = work.catch(crash).finally(() => {
      if (inHand.get(partition) === held) inHand.delete(partition)
    })
    inHand.set(partition, held)
    return held
  }

  function crash(error: unknown): void {
    if (crashed || closing !== undefined) return
    crashed = true
    void close()
    reader.onCrash?.(toError(error))
  }

  function close(): Promise<void> {
    closing ??= (async () => {
      watchdog.close()
      commits?.close()
      letGo()
      const disconnected = disconnectInTime(consumer)
      await Promise.all(inHand.values())
      await disconnected
    })()
    return closing
  }

  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
  } catch (error) {
    await close()
    throw error
  }
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
    eachBatch: async (payload) => {
      // A slow reader must not cost the membership; that it was lost is noticed by the next fetch.
      const beats = setInterval(() => {
        payload.heartbeat().catch(() => undefined)
      }, options.heartbeatMs)
      try {
        await onFetched(payload)
      } catch (error) {
        crash(error)
      } finally {
        clearInterval(beats)
        watchdog.alive()
      }
    },
  })
  return { close }
}

/** Asked anew after every wait: the partition may have been taken away meanwhile. */
function isOurs({ stop }: Cursor): boolean {
  return !stop.signal.aborted
}
