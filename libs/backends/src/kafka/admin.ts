import { setTimeout as pause } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { LogUnavailableError, PortError } from '@upnext/ports'
import type { PartitionBounds } from '@upnext/ports'
import { withDeadline } from '../with-deadline.ts'
import { createKafkaClient } from './client.ts'
import type { KafkaConnection } from './client.ts'
import { disconnectInTime } from './disconnect-in-time.ts'

/** A broker that is there answers within this; one that is not is told about in less than ten seconds. */
const CONNECT_MS = 8_000
/** KafkaJS gives up at once where a partition's leader has just changed. */
const BOUNDS_TRIES = 3
const BOUNDS_PAUSE_MS = 300

export interface OpenAdmin {
  readonly client: Admin
  bounds(topic: string): Promise<PartitionBounds[]>
  close(): Promise<void>
}

/** Connects, or rejects within eight seconds with a `LogUnavailableError` that says which variable to look at. */
export async function openAdmin(connection: KafkaConnection): Promise<OpenAdmin> {
  const client = createKafkaClient(connection).admin()
  const away = (cause?: unknown): Error =>
    new LogUnavailableError(
      `Kafka does not answer at ${connection.brokers.join(',')}: start it, or set UPNEXT_KAFKA_BROKERS`,
      { cause },
    )
  try {
    await withDeadline(client.connect(), CONNECT_MS, away)
  } catch (error) {
    void disconnectInTime(client)
    throw error instanceof PortError ? error : away(error)
  }
  return {
    client,
    async bounds(topic) {
      for (let attempt = 1; ; attempt++) {
        try {
          const offsets = await client.fetchTopicOffsets(topic)
          return offsets
            .toSorted((a, b) => a.partition - b.partition)
            .map(({ low, high }) => ({ start: Number(low), end: Number(high) }))
        } catch (cause) {
          if (attempt === BOUNDS_TRIES) {
            throw new LogUnavailableError(`Kafka does not tell the bounds of ${topic}`, { cause })
          }
          await pause(BOUNDS_PAUSE_MS)
        }
      }
    },
    close: () => disconnectInTime(client),
  }
}
