import { createCatalog, followCatalog } from '@upnext/catalog'
import type { ItemHash } from '@upnext/contracts'
import { createLogger } from '@upnext/service-kit'
import type { Stores } from './open-stores.ts'

/** Reads the catalogue once, and answers what titles are called in it; a hash where it has none. */
export async function titleNames({ log, topics }: Stores): Promise<(hash: ItemHash) => string> {
  const catalog = createCatalog()
  // What is wrong with the catalogue is the services' matter, and said there.
  const logger = createLogger({ service: 'cli', level: 'silent' })
  const following = await followCatalog({ log, topics, catalog, logger })
  try {
    await following.caughtUp
  } finally {
    await following.close()
  }
  return (hash) => catalog.byHash(hash)?.title ?? `title ${hash}`
}
