/** The ways in, each loading its vendor's code only when it is taken: an embedded system never loads Kafka's or Redis'. */
import type { EventLog, ModelStore, ObjectStore, ProfileStore } from '@upnext/ports'
import type { Backends } from './backends.ts'
import type { DataFolderLock } from './embedded/lock.ts'
import type { EmbeddedOptions } from './embedded/open-embedded.ts'
import type { FolderOptions } from './folder/object-store.ts'
import type { KafkaLogOptions } from './kafka/event-log.ts'
import type { EnsureTopicsOptions } from './kafka/topics.ts'
import type { RedisOptions } from './redis/connection.ts'

/** See `embedded/open-embedded.ts`. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Backends> {
  return (await import('./embedded/open-embedded.ts')).openEmbedded(options)
}

/** See `embedded/lock.ts`. */
export async function lockDataFolder(folder: string): Promise<DataFolderLock> {
  return (await import('./embedded/lock.ts')).lockDataFolder(folder)
}

/** See `kafka/event-log.ts`. */
export async function openKafkaLog(options: KafkaLogOptions): Promise<EventLog> {
  return (await import('./kafka/event-log.ts')).openKafkaLog(options)
}

/** See `kafka/topics.ts`. */
export async function ensureKafkaTopics(options: EnsureTopicsOptions): Promise<void> {
  return (await import('./kafka/topics.ts')).ensureKafkaTopics(options)
}

/** See `redis/profile-store.ts`. */
export async function openRedisProfileStore(options: RedisOptions): Promise<ProfileStore> {
  return (await import('./redis/profile-store.ts')).openRedisProfileStore(options)
}

/** See `redis/model-store.ts`. */
export async function openRedisModelStore(options: RedisOptions): Promise<ModelStore> {
  return (await import('./redis/model-store.ts')).openRedisModelStore(options)
}

/** See `folder/object-store.ts`. */
export async function openFolderObjectStore(options: FolderOptions): Promise<ObjectStore> {
  return (await import('./folder/object-store.ts')).openFolderObjectStore(options)
}
