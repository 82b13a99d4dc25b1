/** The log alone, for verbs that need nothing else: they do not stop because Redis is away. */
import { ensureKafkaTopics, kafkaConnection, openBackends, openKafkaLog } from '@upnext/backends'
import type { EventLog, TopicSpec } from '@upnext/ports'
import type { StoreConfig } from './open-stores.ts'

export interface LogWanted {
  readonly topics: readonly TopicSpec[]
  /** One more that is written; made where it is missing. */
  readonly target?: TopicSpec | undefined
}

/** An append may wait: nobody stands behind it. */
const APPEND_MS = 30_000

/** Whoever opens it closes it. Rejects with one clear line when something is away or set up wrongly. */
export async function openLog(
  config: StoreConfig,
  { topics, target }: LogWanted,
): Promise<{ readonly log: EventLog; close(): Promise<void> }> {
  const all = target === undefined ? topics : [...topics, target]
  if (config.UPNEXT_BACKEND === 'embedded') return openBackends({ config, topics: all, clientId: 'upnext-cli' })
  const connection = kafkaConnection(config, 'upnext-cli')
  if (target !== undefined) await ensureKafkaTopics({ ...connection, topics: [target] })
  const namespace = config.UPNEXT_NAMESPACE
  const log = await openKafkaLog({ ...connection, topics: all, namespace, appendMs: APPEND_MS })
  return { log, close: () => log.close() }
}
