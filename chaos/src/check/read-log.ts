/** Reads a whole topic, once, from its first record to the end that it has now. */
import type { EventLog, LogRecord, PartitionBounds } from '@upnext/ports'
import { waitUntil } from '@upnext/testkit'

const READ_TIMEOUT_MS = 600_000

/** Rejects where reading ends by itself, or takes longer than ten minutes. */
export async function readWholeLog(
  log: EventLog,
  topic: string,
  onRecord: (partition: number, record: LogRecord) => void,
): Promise<readonly number[]> {
  const ends = (await boundsOf(log, topic)).map(({ end }) => end)
  const left = new Map(ends.flatMap((end, partition) => (end > 0 ? [[partition, end] as const] : [])))
  const failures: Error[] = []
  const reading = await log.follow(topic, [], {
    async onBatch(batch) {
      const end = ends[batch.partition] ?? 0
      for (const record of batch.records) if (record.offset < end) onRecord(batch.partition, record)
      if (batch.nextOffset >= end) left.delete(batch.partition)
      return batch.nextOffset
    },
    onCrash: (error) => void failures.push(error),
  })
  try {
    await waitUntil(() => left.size === 0 || failures.length > 0, {
      timeoutMs: READ_TIMEOUT_MS,
      intervalMs: 20,
      message: () => `${left.size} partitions of ${topic} to be read`,
    })
  } finally {
    await reading.close()
  }
  for (const failure of failures) throw failure
  return ends
}

/** A busy broker may miss a deadline; one that is there answers in the end. */
export async function boundsOf(log: EventLog, topic: string): Promise<PartitionBounds[]> {
  return waitUntil(() => log.bounds(topic), { timeoutMs: 60_000, intervalMs: 200, message: `the bounds of ${topic}` })
}
