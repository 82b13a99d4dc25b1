import type { TopicSpec } from '@upnext/ports'
import { openAll } from './backends.ts'
import type { Backends } from './backends.ts'
import type { BackendConfig } from './config.ts'
import { kafkaConnection, redisConnection } from './connections.ts'
import type { KafkaLogger } from './kafka/client.ts'
import { lockDataFolder, openEmbedded, openKafkaLog, openRedisModelStore, openRedisProfileStore } from './lazy.ts'

export interface OpenBackendsOptions {
  readonly config: BackendConfig & { readonly UPNEXT_NAMESPACE: string }
  readonly topics: readonly TopicSpec[]
  /** Names this process to the servers. */
  readonly clientId: string
  /** For ranking: while Redis is away, profiles are refused at once, so that an answer without them is not late as well. */
  readonly failFastReads?: boolean
  /** Told what the servers' clients have to say. */
  readonly logger?: KafkaLogger
}

/**
 * Opens what UPNEXT_BACKEND says, and loads no code of the other. Rejects with one clear line when something is away or set up
 * wrongly; nothing is left open then. The embedded folder is not locked: for threads of a process that owns it already.
 */
export function openBackends(options: OpenBackendsOptions): Promise<Backends> {
  const { config, topics, clientId, failFastReads = false, logger } = options
  const namespace = config.UPNEXT_NAMESPACE
  if (config.UPNEXT_BACKEND === 'embedded') return openEmbedded({ folder: config.UPNEXT_DATA, topics, namespace })
  const redis = redisConnection(config, logger)
  const kafka = kafkaConnection(config, clientId, logger)
  return openAll({
    profiles: () => openRedisProfileStore({ ...redis, failFast: failFastReads }),
    models: () => openRedisModelStore(redis),
    log: () => openKafkaLog({ ...kafka, topics, namespace, sessionTimeoutMs: config.UPNEXT_KAFKA_SESSION_TIMEOUT }),
  })
}

/** Like `openBackends`, and owns the embedded data folder until it is closed: for the main of a process. */
export async function openOwnBackends(options: OpenBackendsOptions): Promise<Backends> {
  if (options.config.UPNEXT_BACKEND !== 'embedded') return openBackends(options)
  const lock = await lockDataFolder(options.config.UPNEXT_DATA)
  try {
    const backends = await openBackends(options)
    const close = (): Promise<void> => backends.close().finally(() => lock.release())
    return { ...backends, close }
  } catch (error) {
    await lock.release()
    throw error
  }
}
