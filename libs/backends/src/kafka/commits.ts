import type { Consumer } from 'kafkajs'

const COMMIT_EVERY_MS = 2_000

export interface AdvisoryCommits {
  note(partition: number, nextOffset: number): void
  close(): void
}

/**
 * Tells Kafka now and then how far a group is, so that lag dashboards work. Nothing depends on it: positions are the reader's,
 * and a commit that fails is forgotten.
 */
export function startAdvisoryCommits(consumer: Pick<Consumer, 'commitOffsets'>, topic: string): AdvisoryCommits {
  const noted = new Map<number, number>()
  const timer = setInterval(() => {
    if (noted.size === 0) return
    const offsets = [...noted].map(([partition, offset]) => ({ topic, partition, offset: String(offset) }))
    noted.clear()
    consumer.commitOffsets(offsets).catch(() => undefined)
  }, COMMIT_EVERY_MS)
  timer.unref()
  return { note: (partition, nextOffset) => void noted.set(partition, nextOffset), close: () => clearInterval(timer) }
}
