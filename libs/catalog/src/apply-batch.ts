/** Takes records of the catalogue's topic in. One that cannot be read is logged, counted and skipped: it must not hide all the others. */
import type { LogRecord, RecordBatch } from '@upnext/ports'
import type { Applied, Catalog } from './catalog.ts'
import { readCatalogRecord } from './read-record.ts'

/** The part of a pino logger that is needed here. */
export interface CatalogLogger {
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

export type CatalogCounts = Record<Applied, number>

export interface CatalogTaking {
  readonly catalog: Catalog
  /** Grow with every record. */
  readonly counts: CatalogCounts
  readonly logger: CatalogLogger
}

export function noCatalogCounts(): CatalogCounts {
  return { added: 0, updated: 0, stale: 0, invalid: 0, collision: 0 }
}

export function applyCatalogBatch(taking: CatalogTaking, { topic, partition, records }: RecordBatch): void {
  for (const record of records) applyRecord(taking, record, { topic, partition, offset: record.offset })
}

function applyRecord({ catalog, counts, logger }: CatalogTaking, record: LogRecord, facts: object): void {
  const document = readCatalogRecord(record)
  const applied = document === null ? 'invalid' : catalog.apply(document)
  counts[applied] += 1
  if (applied === 'invalid') logger.warn(facts, 'catalogue record cannot be read and is skipped')
  if (applied === 'collision') {
    const itemId = document?.item?.itemId
    logger.error(
      { ...facts, itemId },
      'title refused: its id has the same hash as that of another title, give it another id',
    )
  }
}
