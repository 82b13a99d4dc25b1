import { join } from 'node:path'
import type { TopicSpec } from '@upnext/ports'
import { openAll } from '../backends.ts'
import type { Backends } from '../backends.ts'
import { openEmbeddedLog } from './event-log.ts'
import { openEmbeddedModelStore } from './model-store.ts'
import { openEmbeddedProfileStore } from './profile-store.ts'

export interface EmbeddedOptions {
  readonly folder: string
  readonly topics: readonly TopicSpec[]
  /** Keeps the stores of several namespaces apart in one folder; topics carry it in their names. Default ''. */
  readonly namespace?: string
}

/**
 * Everything in one data folder. Several threads of one process may open it; that no other process does is the matter of
 * `lockDataFolder`, which the process that composes calls once.
 */
export function openEmbedded({ folder, topics, namespace = '' }: EmbeddedOptions): Promise<Backends> {
  const named = (store: string): string => join(folder, namespace === '' ? store : `${store}.${namespace}`)
  return openAll({
    profiles: () => openEmbeddedProfileStore({ folder: named('profiles') }),
    models: () => openEmbeddedModelStore({ folder: named('models') }),
    log: () => openEmbeddedLog({ folder, topics }),
  })
}
