import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import kafkajs from 'kafkajs'
import type { Consumer } from 'kafkajs'
import { ClosedError, LogUnavailableError } from '@upnext/ports'
import type { EventLog, Reader, Subscription, TopicSpec } from '@upnext/ports'
import { topicNotDeclared } from '../log-errors.ts'
import { withDeadline } from '../with-deadline.ts'
import { openAdmin } from './admin.ts'
import { createKafkaClient, RETRIES } from './client.ts'
import type { KafkaConnection } from './client.ts'
import { consume } from './consume.ts'
import type { ConsumeOptions } from './consume.ts'
import { RESTART_PAUSE_MS } from './restarts.ts'
import { createSender } from './sender.ts'
import { checkTopics } from './topics.ts'

export interface KafkaLogOptions extends KafkaConnection {
  readonly topics: readonly TopicSpec[]
  /** Goes in front of the names of throw-away groups; '' is the default namespace. */
  readonly namespace?: string
  /** How long a member of a group may be silent before its partitions go to others; default 6 s. */
  readonly sessionTimeoutMs?: number
  /** How long nothing may be fetched while there is more, before `onCrash`; default 60 s. */
  readonly stallMs?: number
  /** How long an append may take; default 3 s. */
  readonly appendMs?: number
}

/** What the broker answers when there is nothing new, and so how long closing takes. */
const FETCH_WAIT_MS = 500

/** Longest time for the last courtesy of a follower. */
const DELETE_GROUP_MS = 1_000
/** A member learns by its heartbeat that another is gone: what a takeover takes beyond the session. */
const HEARTBEAT_MS = 300

/**
 * The log on Kafka. Rejects with one clear `LogUnavailableError` within ten seconds where no broker answers, and with
 * `TopicMismatchError` where a topic is missing or has other partitions than declared.
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  const { sessionTimeoutMs = 6_000, stallMs = 60_000, namespace = '' } = options
  const heartbeatMs = Math.min(HEARTBEAT_MS, Math.floor(sessionTimeoutMs / 4))
  // A join waits for members that are silent, until their session is over.
  const silentMs = Math.max(7_000, sessionTimeoutMs + 2_000)
  const kafka = createKafkaClient({ silentMs, ...options })
  const admin = await openAdmin(options)
  try {
    await checkTopics(admin.client, options.topics)
  } catch (error) {
    await admin.close()
    throw error
  }
  const topics = new Map(options.topics.map((spec) => [spec.name, spec]))
  const subscriptions = new Set<Subscription>()
  const sender = createSender({
    createProducer: () =>
      kafka.producer({
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
        allowAutoTopicCreation: false,
        // KafkaJS's idempotent producer can confirm a record that was never appended: duplicates are removed downstream.
        idempotent: false,
        maxInFlightRequests: 1,
      }),
    ...(options.appendMs === undefined ? {} : { appendMs: options.appendMs }),
  })
  let closing: Promise<void> | undefined

  function openTopic(name: string): TopicSpec {
    if (closing !== undefined) throw new ClosedError('the log is closed')
    const spec = topics.get(name)
    if (spec === undefined) throw topicNotDeclared(name)
    return spec
  }

  function createConsumer(groupId: string, mayRestart: (error: unknown) => boolean): Consumer {
    return kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      minBytes: 1,
      maxBytesPerPartition: 1_048_576,
      retry: {
        ...RETRIES,
        async restartOnFailure(error) {
          await pause(RESTART_PAUSE_MS)
          // Asked afterwards: reading may have been ended meanwhile.
          return mayRestart(error)
        },
      },
    })
  }

  type Reading = Pick<ConsumeOptions, 'position' | 'losesHistory' | 'onAssigned' | 'onProgress' | 'tellsKafka'>

  async function subscribe(
    topic: TopicSpec,
    groupId: string,
    reader: Reader,
    reading: Reading,
    onClosed: () => Promise<void>,
  ) {
    const consumption = await consume((mayRestart) => createConsumer(groupId, mayRestart), {
      topic: topic.name,
      partitions: topic.partitions,
      reader,
      bounds: () => admin.bounds(topic.name),
      heartbeatMs,
      stallMs,
      ...reading,
    }).catch((cause: unknown) => {
      throw new LogUnavailableError(`${topic.name} cannot be read: Kafka does not answer`, { cause })
    })
    let ending: Promise<void> | undefined
    const subscription: Subscription = {
      close() {
        ending ??= consumption
          .close()
          .then(onClosed)
          .finally(() => subscriptions.delete(subscription))
        return ending
      },
    }
    subscriptions.add(subscription)
    return subscription
  }

  return {
    async append(topic, records) {
      return sender.append(openTopic(topic), records)
    },

    async share(topicName, group, reader) {
      const topic = openTopic(topicName)
      const reading: Reading = {
        position: (partition) => reader.position(partition),
        losesHistory: () => reader.losesHistory === true,
        onAssigned: (partitions) => reader.onAssigned?.(partitions),
        tellsKafka: true,
      }
      return subscribe(topic, group, reader, reading, async () => undefined)
    },

    async follow(topicName, from, reader) {
      const topic = openTopic(topicName)
      const positions = new Map(from.filter((p) => p.topic === topicName).map((p) => [p.partition, p.nextOffset]))
      const prefix = namespace === '' ? '' : `${namespace}.`
      const group = `${prefix}upnext.follow.${options.clientId}.${randomUUID()}`
      const reading: Reading = {
        position: async (partition) => positions.get(partition) ?? 0,
        losesHistory: (partition) => reader.losesHistory === true || !positions.has(partition),
        onProgress: (partition, nextOffset) => void positions.set(partition, nextOffset),
        tellsKafka: false,
      }
      return subscribe(topic, group, reader, reading, async () => {
        // A group that stays behind is empty, and the broker removes it in time.
        const late = (): Error => new Error('deleting the group took too long')
        await withDeadline(admin.client.deleteGroups([group]), DELETE_GROUP_MS, late).catch(() => undefined)
      })
    },

    async bounds(topic) {
      return admin.bounds(openTopic(topic).name)
    },

    close() {
      closing ??= (async () => {
        await Promise.all([...subscriptions].map((subscription) => subscription.close()))
        await Promise.all([sender.close(), admin.close()])
      })()
      return closing
    },
  }
}
