import { openAdmin } from '../admin.ts'
import type { KafkaConnection } from '../client.ts'

/** Deletes the records of a partition before an offset, as retention does. */
export async function forgetRecords(
  connection: KafkaConnection,
  topic: string,
  partition: number,
  before: number,
): Promise<void> {
  const admin = await openAdmin(connection)
  try {
    // KafkaJS only knows the leaders of a topic that it was asked about before.
    await admin.bounds(topic)
    await admin.client.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(before) }] })
  } finally {
    await admin.close()
  }
}
