import type { CatalogDocument } from './import-event.ts'

const MOST_ITEMS = 500
/** Below the collector's limit of 1 MiB for a body. */
const MOST_BYTES = 800_000

/** Catalogue documents from number `from` on, in requests that the collector takes. */
export function* itemRequests(items: readonly CatalogDocument[], from: number): Generator<CatalogDocument[]> {
  let request: CatalogDocument[] = []
  let bytes = 0
  for (const item of items.slice(from)) {
    const size = Buffer.byteLength(JSON.stringify(item))
    if (request.length > 0 && (request.length === MOST_ITEMS || bytes + size > MOST_BYTES)) {
      yield request
      request = []
      bytes = 0
    }
    request.push(item)
    bytes += size
  }
  if (request.length > 0) yield request
}
