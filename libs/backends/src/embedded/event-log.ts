import { setMaxListeners } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ClosedError } from '@upnext/ports'
import type { EventLog, Reader, Subscription, TopicSpec } from '@upnext/ports'
import { askPosition, toError } from '../offer-batch.ts'
import { createAppender } from './event-log-appender.ts'
import { createGroup } from './event-log-group.ts'
import type { Group, Member } from './event-log-group.ts'
import { readPartition } from './event-log-reader.ts'
import { openLogStore } from './event-log-store.ts'
import type { StoredTopic } from './event-log-store.ts'
import { createWaker } from './event-log-waker.ts'

export interface EmbeddedLogOptions {
  /** The data folder; the log lies in `log` below it. */
  readonly folder: string
  readonly topics: readonly TopicSpec[]
}

/**
 * The log in this process, on LMDB: nothing else has to run. `append` resolves after fdatasync, and readers see nothing
 * earlier than that. Threads of one process may each open the same folder; the members of a `share` group, though, only know
 * the members of the same opened log. Nothing is ever deleted: `retentionMs` is not acted upon.
 */
export function openEmbeddedLog({ folder, topics }: EmbeddedLogOptions): EventLog {
  const path = join(folder, 'log')
  mkdirSync(path, { recursive: true })
  const store = openLogStore(path, topics)
  const waker = createWaker(() => store.version())
  const appender = createAppender(store, (entries) => {
    const touched = new Map(entries.map(({ topic, partition }) => [`${topic.id}/${partition}`, { topic, partition }]))
    for (const { topic, partition } of touched.values()) waker.wake(topic.id, partition)
  })
  const groups = new Map<string, Group>()
  const subscriptions = new Set<Subscription>()
  let closing: Promise<void> | undefined

  function openTopic(name: string): StoredTopic {
    if (closing !== undefined) throw new ClosedError('the log is closed')
    return store.topic(name)
  }

  function groupOf(topic: StoredTopic, name: string): Group {
    const key = JSON.stringify([topic.name, name])
    const group = groups.get(key) ?? createGroup(topic.partitions)
    groups.set(key, group)
    return group
  }

  /** Owns a subscription: closes it with the log, once, and after a crash, which it tells the reader about once. */
  function own(
    reader: Reader,
    stop: () => Promise<void>,
  ): { subscription: Subscription; crash: (error: unknown) => void } {
    let ending: Promise<void> | undefined
    let crashed = false
    const subscription = {
      close(): Promise<void> {
        ending ??= stop().finally(() => subscriptions.delete(subscription))
        return ending
      },
    }
    subscriptions.add(subscription)
    const crash = (error: unknown): void => {
      if (crashed) return
      crashed = true
      void subscription.close()
      reader.onCrash?.(toError(error))
    }
    return { subscription, crash }
  }

  return {
    async append(topic, records) {
      return appender.append(openTopic(topic), records)
    },

    async share(topicName, groupName, reader) {
      const topic = openTopic(topicName)
      const group = groupOf(topic, groupName)
      const member: Member = {
        async run(partition, stopped) {
          try {
            const from = await askPosition(() => reader.position(partition), stopped)
            if (from !== null) await readPartition({ store, waker, topic, partition, from, reader, stopped })
          } catch (error) {
            crash(error)
          }
        },
        onAssigned: (partitions) => reader.onAssigned?.(partitions),
      }
      const { subscription, crash } = own(reader, () => group.leave(member))
      await group.join(member)
      return subscription
    },

    async follow(topicName, from, reader) {
      const topic = openTopic(topicName)
      const stop = new AbortController()
      setMaxListeners(topic.partitions, stop.signal)
      const starts = new Map(from.filter((p) => p.topic === topicName).map((p) => [p.partition, p.nextOffset]))
      const { subscription, crash } = own(reader, async () => {
        stop.abort()
        await Promise.all(runs)
      })
      const runs = [...new Array(topic.partitions).keys()].map((partition) =>
        readPartition({
          store,
          waker,
          topic,
          partition,
          from: starts.get(partition) ?? store.bounds(topic, partition).start,
          reader,
          stopped: stop.signal,
        }).catch(crash),
      )
      return subscription
    },

    async bounds(topicName) {
      const topic = openTopic(topicName)
      return [...new Array(topic.partitions).keys()].map((partition) => store.bounds(topic, partition))
    },

    close() {
      closing ??= (async () => {
        await Promise.all([...subscriptions].map((subscription) => subscription.close()))
        await appender.close()
        waker.close()
        await store.close()
      })()
      return closing
    },
  }
}
