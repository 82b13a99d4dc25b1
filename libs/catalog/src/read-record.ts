/** From a log record to a catalogue document. */
import { CatalogRecord } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'

/** `null` where the bytes are no document, or stand under another key than the item's id: nobody can say what they mean. */
export function readCatalogRecord(record: Pick<LogRecord, 'key' | 'value'>): CatalogRecord | null {
  const decoded = decode(record.value)
  if (decoded?.item === undefined || decoded.item.itemId === '') return null
  return Buffer.from(record.key).toString('utf8') === decoded.item.itemId ? decoded : null
}

function decode(value: Uint8Array): CatalogRecord | null {
  try {
    return CatalogRecord.decode(value)
  } catch {
    return null
  }
}
