import kafkajs from 'kafkajs'
import type { EachBatchPayload } from 'kafkajs'
import type { UsedConsumer } from '../consume.ts'

/** A KafkaJS consumer that does what a test says, and only that: rebalances, crashes, batches from the wrong place, silence. */
export interface StubConsumer extends UsedConsumer {
  /** Tells what KafkaJS would tell. */
  emit(event: keyof UsedConsumer['events'], payload?: object): void
  /** The group was joined, and these partitions are ours. */
  join(...partitions: readonly number[]): void
  /** Hands over a batch as KafkaJS does: one record at each offset, fetched from an offset; resolves when it was dealt with. */
  deliver(partition: number, offsets: readonly number[], fetched?: number): Promise<Delivered>
  readonly sought: { readonly partition: number; readonly offset: number }[]
}

/** What the consumer was told about a batch. */
export interface Delivered {
  /** Offsets that were resolved. */
  readonly resolved: number[]
  readonly heartbeats: number
}

export const STUB_TOPIC = 'topic'

export interface StubOptions {
  readonly disconnect?: () => Promise<void>
}

export function createStubConsumer({ disconnect = async () => undefined }: StubOptions = {}): StubConsumer {
  const { events } = new kafkajs.Kafka({ brokers: ['127.0.0.1:1'], logLevel: kafkajs.logLevel.NOTHING }).consumer({
    groupId: 'stub',
  })
  const listeners = new Map<string, ((event: never) => void)[]>()
  const sought: { partition: number; offset: number }[] = []
  let eachBatch: ((payload: EachBatchPayload) => Promise<void>) | undefined

  const emit: StubConsumer['emit'] = (event, payload = {}) => {
    for (const listener of listeners.get(events[event]) ?? []) listener({ payload } as never)
  }
  return {
    events,
    sought,
    emit,
    join: (...partitions) => emit('GROUP_JOIN', { memberAssignment: { [STUB_TOPIC]: partitions } }),
    async deliver(partition, offsets, fetched = offsets[0] ?? 0) {
      const told = { resolved: [] as number[], heartbeats: 0 }
      await eachBatch?.(
        payloadOf(partition, offsets, fetched, {
          resolve: (offset) => told.resolved.push(offset),
          heartbeat: () => (told.heartbeats += 1),
        }),
      )
      return told
    },
    on(event: string, listener: (event: never) => void) {
      listeners.set(event, [...(listeners.get(event) ?? []), listener])
      return () => undefined
    },
    connect: async () => undefined,
    subscribe: async () => undefined,
    run: async (config) => void (eachBatch = config?.eachBatch),
    seek: ({ partition, offset }) => void sought.push({ partition, offset: Number(offset) }),
    resume: () => undefined,
    commitOffsets: async () => undefined,
    disconnect,
  }
}

function payloadOf(
  partition: number,
  offsets: readonly number[],
  fetched: number,
  told: { readonly resolve: (offset: number) => void; readonly heartbeat: () => void },
): EachBatchPayload {
  const last = String(offsets.at(-1) ?? -1)
  const batch = {
    topic: STUB_TOPIC,
    partition,
    fetchedOffset: String(fetched),
    highWatermark: String(Number(last) + 1),
    messages: offsets.map((offset) => ({
      key: Buffer.of(),
      value: Buffer.from(`v${offset}`),
      timestamp: '0',
      attributes: 0,
      offset: String(offset),
      headers: {},
    })),
    isEmpty: () => offsets.length === 0,
    firstOffset: () => String(offsets[0]),
    lastOffset: () => last,
    offsetLag: () => '0',
    offsetLagLow: () => '0',
  }
  return {
    batch,
    resolveOffset: (offset) => told.resolve(Number(offset)),
    heartbeat: async () => told.heartbeat(),
    pause: () => () => undefined,
    commitOffsetsIfNecessary: async () => undefined,
    uncommittedOffsets: () => ({ topics: [] }),
    isRunning: () => true,
    // All that KafkaJS means by this is that a seek is pending.
    isStale: () => false,
  }
}
