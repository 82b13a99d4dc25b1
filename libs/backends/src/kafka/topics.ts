import type { Admin } from 'kafkajs'
import { TopicMismatchError } from '@upnext/ports'
import type { TopicSpec } from '@upnext/ports'
import { MAX_RECORD_BYTES } from '../record-size.ts'
import { openAdmin } from './admin.ts'
import type { KafkaConnection } from './client.ts'
import { waitForTopics } from './wait-for-topics.ts'

/** Room for what Kafka wraps around a record. */
const OVERHEAD_BYTES = 65_536

export interface EnsureTopicsOptions extends KafkaConnection {
  readonly topics: readonly TopicSpec[]
  /** Copies of each record; default 3, or as many as there are brokers where there are fewer. */
  readonly replicationFactor?: number
}

/**
 * Makes the topics that are missing, waits until each can be written, and checks the partitions of all. Harmless to run
 * again, also at the same time. Rejects with `TopicMismatchError` where a topic has other partitions than declared.
 */
export async function ensureKafkaTopics(options: EnsureTopicsOptions): Promise<void> {
  const admin = await openAdmin(options)
  try {
    const existing = new Set(await admin.client.listTopics())
    const missing = options.topics.filter(({ name }) => !existing.has(name))
    if (missing.length > 0) {
      const brokers = (await admin.client.describeCluster()).brokers.length
      await createTopics(admin.client, missing, options.replicationFactor ?? Math.min(3, brokers))
      await waitForTopics(admin.client, missing)
    }
    await checkTopics(admin.client, options.topics)
  } finally {
    await admin.close()
  }
}

/** Rejects with a `TopicMismatchError` that names every topic that is missing or has other partitions than declared. */
export async function checkTopics(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  const existing = new Set(await admin.listTopics())
  const present = specs.filter(({ name }) => existing.has(name)).map(({ name }) => name)
  const { topics } = present.length === 0 ? { topics: [] } : await admin.fetchTopicMetadata({ topics: present })
  const partitions = new Map(topics.map((topic) => [topic.name, topic.partitions.length]))
  const mistakes = specs.flatMap((spec) => describeMismatch(spec, partitions.get(spec.name)))
  if (mistakes.length > 0) throw new TopicMismatchError(mistakes.join('; '))
}

/** What is wrong with a topic of so many partitions (`undefined`: there is no such topic), and what to do; nothing when all is well. */
export function describeMismatch(spec: TopicSpec, partitions: number | undefined): string[] {
  if (partitions === spec.partitions) return []
  if (partitions === undefined) {
    return [`topic ${spec.name} does not exist: run the topics job, or create it with ${spec.partitions} partitions`]
  }
  return [
    `topic ${spec.name} has ${partitions} partitions, not ${spec.partitions}: partitions decide where a key's records stand, so they never change; use another UPNEXT_NAMESPACE, or delete the topic if nothing in it is needed`,
  ]
}

async function createTopics(admin: Admin, specs: readonly TopicSpec[], replicationFactor: number): Promise<void> {
  try {
    // Waiting for leaders here can fail although the topics exist: it is done by looking at the metadata instead.
    await admin.createTopics({
      waitForLeaders: false,
      topics: specs.map(({ name, partitions, retentionMs }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor,
        configEntries: [
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'retention.ms', value: String(retentionMs ?? -1) },
          { name: 'retention.bytes', value: '-1' },
          { name: 'message.timestamp.type', value: 'LogAppendTime' },
          { name: 'max.message.bytes', value: String(MAX_RECORD_BYTES + OVERHEAD_BYTES) },
          { name: 'min.insync.replicas', value: String(replicationFactor >= 3 ? 2 : 1) },
        ],
      })),
    })
  } catch (error) {
    // Somebody else may have made them at the same moment: the check that follows tells.
    const names = new Set(await admin.listTopics())
    if (!specs.every(({ name }) => names.has(name))) throw error
  }
}
