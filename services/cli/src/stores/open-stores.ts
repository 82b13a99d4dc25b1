/**
 * Log and stores themselves, for verbs that operators and data teams run beside the services. On embedded storage the folder is
 * opened next to the process that owns it: LMDB is made for several processes, and every write of ours compares before it sets.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { archiveVariables, backendVariables, openBackends } from '@upnext/backends'
import type { ArchiveConfig, BackendConfig, Backends } from '@upnext/backends'
import { topicsOf } from '@upnext/contracts'
import type { Topics } from '@upnext/contracts'
import { loadConfig, namespaceVariable } from '@upnext/service-kit'
import { CliError } from '../errors.ts'
import type { Terminal } from '../terminal.ts'

const VARIABLES = { ...backendVariables, ...archiveVariables, UPNEXT_NAMESPACE: namespaceVariable }

export type StoreConfig = BackendConfig & ArchiveConfig & { readonly UPNEXT_NAMESPACE: string }

/** Flags that say it, in place of the environment. */
export interface StorePlace {
  readonly data?: string | undefined
  readonly archive?: string | undefined
}

export interface Stores extends Backends {
  readonly config: StoreConfig
  readonly topics: Topics
}

/** Where the stores are, refused with one clear line where they cannot be there. */
export function storesConfig(flags: StorePlace, terminal: Terminal): StoreConfig {
  const config = loadConfig(VARIABLES, storeEnvironment(flags, terminal))
  const { UPNEXT_BACKEND: backend, UPNEXT_DATA: folder } = config
  if (backend === 'embedded' && !existsSync(join(folder, 'log'))) {
    throw new CliError(`there is no Upnext in ${folder}`, {
      hint: 'name its data folder with --data or UPNEXT_DATA; on Kafka and Redis set UPNEXT_BACKEND=kafka-redis',
    })
  }
  return config
}

/** Whoever opens them closes them. Rejects with one clear line when something is away or set up wrongly. */
export async function openStores(flags: StorePlace, terminal: Terminal): Promise<Stores> {
  const config = storesConfig(flags, terminal)
  const topics = topicsOf(config.UPNEXT_NAMESPACE)
  const backends = await openBackends({ config, topics: Object.values(topics), clientId: 'upnext-cli' })
  return { ...backends, config, topics }
}

/** Lends the stores to the work and closes them whatever happens. */
export async function withStores<T>(
  flags: StorePlace,
  terminal: Terminal,
  work: (stores: Stores) => Promise<T>,
): Promise<T> {
  const stores = await openStores(flags, terminal)
  try {
    return await work(stores)
  } finally {
    await stores.close()
  }
}

/** The environment that says where the stores are, also for a service that a verb starts beside the others. */
export function storeEnvironment({ data, archive }: StorePlace, terminal: Terminal): Terminal['env'] {
  return {
    ...terminal.env,
    ...(data === undefined ? {} : { UPNEXT_DATA: data }),
    ...(archive === undefined ? {} : { UPNEXT_ARCHIVE: archive }),
  }
}
