import type { Consumer, EachBatchPayload } from 'kafkajs'
import { LogUnavailableError, TopicMismatchError } from '@upnext/ports'
import type { PartitionBounds, Reader, RecordBatch, Subscription } from '@upnext/ports'
import { lostPosition } from '../log-errors.ts'
import { askPosition, offerAgain, offerOnce, toError } from '../offer-batch.ts'
import { startAdvisoryCommits } from './commits.ts'
import { fetchedOffsetOf, hasMore, judgeBatch } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { disconnectInTime } from './disconnect-in-time.ts'
import { fromMessage } from './record.ts'
import { createRestarts, translateCrash } from './restarts.ts'
import { startWatchdog } from './watchdog.ts'

/** Round trips to the reader's store overlap for this many partitions. */
const CONCURRENT_PARTITIONS = 16
const NOTHING: PartitionBounds = { start: 0, end: 0 }

export interface ConsumeOptions {
  readonly topic: string
  /** As declared: a topic that is given more of them while it is read ends reading. */
  readonly partitions: number
  readonly reader: Reader
  /** Where reading begins, asked anew at every join. */
  readonly position: (partition: number) => Promise<number>
  /** Whether reading goes on at the log's start where the position lies before it. */
  readonly losesHistory: (partition: number) => boolean
  readonly bounds: () => Promise<PartitionBounds[]>
  readonly heartbeatMs: number
  readonly stallMs: number
  readonly onAssigned?: (partitions: readonly number[]) => void
  /** Told when a batch was accepted, and where reading goes on. */
  readonly onProgress?: (partition: number, nextOffset: number) => void
  /** Whether Kafka is told how far the group is, for lag dashboards. */
  readonly tellsKafka: boolean
}

/** The part of a KafkaJS consumer that is used. */
export type UsedConsumer = Pick<
  Consumer,
  'connect' | 'subscribe' | 'run' | 'on' | 'events' | 'seek' | 'resume' | 'commitOffsets' | 'disconnect'
>

/** Makes a consumer; the callback decides whether KafkaJS may restart it after a failure. */
export type CreateConsumer = (mayRestart: (error: unknown) => boolean) => UsedConsumer

/**
 * Runs a KafkaJS consumer so that only the reader's positions count: every partition is sought at every join, and a batch that
 * starts elsewhere is thrown away. Resolves once the group has been joined for the first time, or a join has failed and goes on
 * being tried.
 */
export async function consume(create: CreateConsumer, options: ConsumeOptions): Promise<Subscription> {
  const { topic, reader } = options
  const cursors = new Map<number, Cursor>()
  const inHand = new Map<number, Promise<void>>()
  const restarts = createRestarts()
  let crashed = false
  let closing: Promise<void> | undefined
  const consumer = create((error) => closing === undefined && restarts.mayRestart(error))

  const commits = options.tellsKafka ? startAdvisoryCommits(consumer, topic) : null
  const watchdog = startWatchdog({
    stallMs: options.stallMs,
    async waiting() {
      const bounds = await refuseLostPositions()
      const behind = [...cursors].filter(([p, cursor]) => hasMore(cursor, bounds?.[p] ?? NOTHING))
      return behind.filter(([p]) => !inHand.has(p)).map(([p, { position }]) => `${p}@${position ?? ''}`)
    },
    onStall: () =>
      crash(new LogUnavailableError(`nothing was read of ${topic} for ${options.stallMs} ms, although there is more`)),
  })

  consumer.on(consumer.events.FETCH, () => restarts.fetched())
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, batchSize, lastOffset } }) => {
    const cursor = cursors.get(partition)
    if (batchSize === 0 && cursor !== undefined) cursor.steppedTo = Number(lastOffset) + 1
  })
  consumer.on(consumer.events.REBALANCING, letGo)
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    letGo()
    if (closing !== undefined) return
    const partitions = [...(payload.memberAssignment[topic] ?? [])].sort((a, b) => a - b)
    const foreign = partitions.find((partition) => partition >= options.partitions)
    if (foreign !== undefined) {
      crash(partitionsAdded(topic, options.partitions, foreign))
      return
    }
    // A partition that was paused while its batch was offered again would stay paused.
    consumer.resume([{ topic }])
    for (const partition of partitions) cursors.set(partition, openCursor(partition))
    void refuseLostPositions()
    options.onAssigned?.(partitions)
  })
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    letGo()
    if (payload.restart || closing !== undefined) return
    crash(translateCrash(topic, payload.error))
  })

  function letGo(): void {
    for (const { stop } of cursors.values()) stop.abort()
    cursors.clear()
  }

  function openCursor(partition: number): Cursor {
    const stop = new AbortController()
    const cursor: Cursor = { position: null, seeks: 0, steppedTo: 0, ready: Promise.resolve(), stop }
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

  /**
   * KafkaJS would silently begin anew where a position lies outside of the log: that ends reading here. Answers the bounds where
   * they are known and every position may go on.
   */
  async function refuseLostPositions(): Promise<PartitionBounds[] | null> {
    const asked = [...cursors]
    await Promise.all(asked.map(([, { ready }]) => ready))
    const before = new Map(asked.map(([partition, { position }]) => [partition, position]))
    const bounds = await options.bounds().catch(() => null)
    if (bounds === null) return null
    for (const [partition, cursor] of asked) {
      const { start, end } = bounds[partition] ?? NOTHING
      // Reading goes on meanwhile: the end must not be older than the position, nor the position older than the start.
      const [earlier, later] = [before.get(partition) ?? null, cursor.position]
      if (earlier === null || later === null || !isOurs(cursor)) continue
      const from = options.losesHistory(partition) ? 0 : start
      const lost = earlier > end ? lostPosition(topic, partition, earlier, { start: 0, end }) : null
      const error = lost ?? lostPosition(topic, partition, later, { start: from, end: Infinity })
      if (error === null) continue
      crash(error)
      return null
    }
    return bounds
  }

  async function onFetched(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const { partition } = batch
    const cursor = cursors.get(partition)
    if (cursor === undefined || closing !== undefined) return
    // What was in hand when the partition was last taken away may still be: one batch at a time.
    await inHand.get(partition)
    await cursor.ready
    const { position, seeks } = cursor
    if (position === null || !isOurs(cursor)) return
    const fetched = fetchedOffsetOf(batch)
    const verdict = judgeBatch(position, seeks, fetched)
    const cleared = verdict === 'doubt' && (await refuseLostPositions()) !== null
    if (!isOurs(cursor)) return
    // A batch from later on that is no loss: what lies before it is shown to nobody, or is not missed.
    if (verdict !== 'read' && !(cleared && fetched > position)) {
      cursor.seeks += 1
      seek(partition, position)
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
    cursor.seeks = 0
    watchdog.alive()
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
      }
    },
  })
  return { close }
}

function partitionsAdded(topic: string, declared: number, found: number): TopicMismatchError {
  return new TopicMismatchError(
    `topic ${topic} was given a partition ${found}, and was declared with ${declared}: partitions decide where a key's records stand, so they never change; make the topic anew, or use another UPNEXT_NAMESPACE`,
  )
}

/** Asked anew after every wait: the partition may have been taken away meanwhile. */
function isOurs({ stop }: Cursor): boolean {
  return !stop.signal.aborted
}
