/** Kafka and Redis, asked by the adapters themselves: what they refuse at the start of a service, they refuse here. */
import { backendVariables, openRedisProfileStore, redisConnection } from '@upnext/backends'
import { TopicMismatchError } from '@upnext/ports'
import { loadConfig, namespaceVariable } from '@upnext/service-kit'
import { errorText } from '../errors.ts'
import { checkTopics } from '../kafka/topics.ts'
import type { Terminal } from '../terminal.ts'
import type { Finding } from './check.ts'
import { fail, ok } from './check.ts'

export async function checkKafka(env: Terminal['env']): Promise<Finding> {
  try {
    const names = await checkTopics(env)
    return ok('Kafka', `answers, with all ${names.length} topics`)
  } catch (error) {
    const todo =
      error instanceof TopicMismatchError
        ? 'make them with: upnext topics create'
        : 'start Kafka, or set UPNEXT_KAFKA_BROKERS'
    return fail('Kafka', errorText(error), todo)
  }
}

export async function checkRedis(env: Terminal['env']): Promise<Finding> {
  try {
    const config = loadConfig({ ...backendVariables, UPNEXT_NAMESPACE: namespaceVariable }, env)
    const store = await openRedisProfileStore(redisConnection(config))
    await store.close()
    return ok('Redis', 'answers, and keeps what it is given (noeviction)')
  } catch (error) {
    return fail('Redis', errorText(error), 'start Redis, set UPNEXT_REDIS_URL, or change its settings as said')
  }
}
