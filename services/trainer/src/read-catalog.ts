/** Reads a slice of the catalogue's history. */
import { applyCatalogBatch, createCatalog, noCatalogCounts } from '@upnext/catalog'
import type { CatalogTitle } from '@upnext/catalog'
import { readHistory } from '@upnext/history'
import type { History, Slice } from '@upnext/history'
import type { Position } from '@upnext/ports'
import type { Logger } from '@upnext/service-kit'

export interface CatalogSlice {
  readonly catalog: readonly CatalogTitle[]
  readonly catalogPositions: readonly Position[]
}

/** Rejects when reading ends by itself, or the signal aborts. */
export async function readCatalog(
  history: History,
  topic: string,
  slice: Slice,
  logger: Logger,
  signal: AbortSignal,
): Promise<CatalogSlice> {
  const catalog = createCatalog()
  const counts = noCatalogCounts()
  await readHistory(history, {
    topic,
    slice,
    signal,
    onBatch: async (batch) => {
      applyCatalogBatch({ catalog, counts, logger }, batch)
      return batch.nextOffset
    },
  })
  const catalogPositions = slice.map(({ end }, partition) => ({ topic, partition, nextOffset: end }))
  return { catalog: [...catalog.titles()], catalogPositions }
}
