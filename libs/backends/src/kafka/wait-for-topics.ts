import { setTimeout as pause } from 'node:timers/promises'
import type { Admin } from 'kafkajs'
import { LogUnavailableError } from '@upnext/ports'
import type { TopicSpec } from '@upnext/ports'

const LOOKS = 100
const LOOK_EVERY_MS = 100

/**
 * Resolves when every partition of the new topics can be written; rejects after ten seconds. A leader in the metadata is not
 * enough: the broker itself learns of it a moment later, and until then KafkaJS sends whole requests again, also for partitions
 * that had taken them.
 */
export async function waitForTopics(admin: Admin, specs: readonly TopicSpec[]): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    if ((await haveLeaders(admin, specs)) && (await answer(admin, specs))) return
    await pause(LOOK_EVERY_MS)
  }
  throw new LogUnavailableError(`topics ${specs.map(({ name }) => name).join(', ')} cannot be written after 10 s`)
}

async function haveLeaders(admin: Admin, specs: readonly TopicSpec[]): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: specs.map(({ name }) => name) })
    return specs.every(({ name, partitions }) => {
      const found = topics.find((topic) => topic.name === name)?.partitions ?? []
      return found.length >= partitions && found.every(({ leader }) => leader >= 0)
    })
  } catch {
    // A topic that was made a moment ago may be unknown to the broker that was asked.
    return false
  }
}

async function answer(admin: Admin, specs: readonly TopicSpec[]): Promise<boolean> {
  try {
    for (const { name } of specs) await admin.fetchTopicOffsets(name)
    return true
  } catch {
    // Some partition's leader does not know yet that it is one.
    return false
  }
}
