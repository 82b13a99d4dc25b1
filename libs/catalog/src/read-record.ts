/** From a log record to a catalogue document. */
import { MalformedRecordError, decodeCatalogRecord } from '@upnext/contracts'
import type { CatalogRecord } from '@upnext/contracts'
import type { LogRecord } from '@upnext/ports'

/** `null` where the bytes are no document, or stand under another key than the item's id: nobody can say what they mean. */
export function readCatalogRecord(record: Pick<LogRecord, 'key' | 'value'>): CatalogRecord | null {
  try {
    const decoded = decodeCatalogRecord(record.value)
    return Buffer.from(record.key).toString('utf8') === decoded.item?.itemId ? decoded : null
  } catch (error) {
    if (error instanceof MalformedRecordError) return null
    throw error
  }
}
