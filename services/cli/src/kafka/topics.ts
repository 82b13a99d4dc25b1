/** The topics of a namespace on Kafka. */
import { backendVariables, ensureKafkaTopics, kafkaConnection, openKafkaLog } from '@upnext/backends'
import type { KafkaConnection } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import type { TopicSpec } from '@upnext/ports'
import { loadConfig, namespaceVariable } from '@upnext/service-kit'
import type { Terminal } from '../terminal.ts'

const VARIABLES = { ...backendVariables, UPNEXT_NAMESPACE: namespaceVariable }

/** Makes those that are missing and checks the others; answers their names. */
export async function createTopics(env: Terminal['env']): Promise<string[]> {
  const { connection, topics } = kafkaOf(env)
  await ensureKafkaTopics({ ...connection, topics })
  return topics.map((topic) => topic.name)
}

/** Rejects with a `TopicMismatchError` that says what to do. */
export async function checkTopics(env: Terminal['env']): Promise<string[]> {
  const { connection, topics } = kafkaOf(env)
  const log = await openKafkaLog({ ...connection, topics })
  await log.close()
  return topics.map((topic) => topic.name)
}

interface KafkaPlace {
  readonly connection: KafkaConnection
  readonly topics: readonly TopicSpec[]
}

function kafkaOf(env: Terminal['env']): KafkaPlace {
  const config = loadConfig(VARIABLES, env)
  const topics = Object.values(topicsOf(config.UPNEXT_NAMESPACE))
  return { connection: kafkaConnection(config, 'upnext-topics'), topics }
}
