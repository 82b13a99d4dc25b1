/** Reads the catalogue to the end that it has now. */
import { createCatalog, followCatalog } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import type { Topics } from '@upnext/contracts'
import type { EventLog, Position } from '@upnext/ports'
import type { Logger } from '@upnext/service-kit'
import { untilDone } from './read-slice.ts'

export interface CatalogSlice {
  readonly catalog: readonly CatalogTitle[]
  readonly catalogPositions: readonly Position[]
}

/** Rejects when reading ends by itself, or the signal aborts. */
export async function readCatalog(
  log: EventLog,
  topics: Pick<Topics, 'catalog'>,
  logger: Logger,
  signal: AbortSignal,
): Promise<CatalogSlice> {
  const catalog = createCatalog()
  let slice: CatalogSlice = { catalog: [], catalogPositions: [] }
  await untilDone(signal, async (done, fail) => {
    const follower = await followCatalog({ log, topics, catalog, logger })
    follower.caughtUp.then(() => {
      // Both of one moment: more may come before reading has ended.
      slice = { catalog: [...catalog.titles()], catalogPositions: follower.positions() }
      done()
    }, fail)
    return follower
  })
  return slice
}
