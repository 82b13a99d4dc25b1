/** A catalogue from any CSV file. */
import { columnOf, readCsv } from '@upnext/evaluation'
import type { CsvShape, CsvTable } from '@upnext/evaluation'
import type { AudienceFlags } from './audience.ts'
import { audienceFields } from './audience.ts'
import type { CatalogDocument, ImportSource } from './import-event.ts'

export interface CsvCatalogOptions extends AudienceFlags {
  readonly shape: CsvShape
  readonly itemColumn: string
  readonly titleColumn: string
  readonly genresColumn: string | null
  /** Stands between the genres of a title. */
  readonly genreSeparator: string
  readonly yearColumn: string | null
  readonly kind: 'movie' | 'series'
  readonly revision: number
}

export async function readCsvCatalog(path: string, options: CsvCatalogOptions): Promise<ImportSource> {
  const table = await readCsv(path, options.shape)
  return itemsOf(table, options)
}

/** Pure part of {@link readCsvCatalog}. */
export function itemsOf(table: CsvTable, options: CsvCatalogOptions): ImportSource {
  const itemAt = columnOf(table, 'item-column', options.itemColumn)
  const titleAt = columnOf(table, 'title-column', options.titleColumn)
  const genresAt = options.genresColumn === null ? -1 : columnOf(table, 'genres-column', options.genresColumn)
  const yearAt = options.yearColumn === null ? -1 : columnOf(table, 'year-column', options.yearColumn)
  const items: CatalogDocument[] = []
  let withoutName = 0
  for (const row of table.rows) {
    const item = (row[itemAt] ?? '').trim()
    const title = (row[titleAt] ?? '').trim()
    const year = Number.parseInt(row[yearAt] ?? '', 10)
    const genres = (row[genresAt] ?? '').split(options.genreSeparator).map((genre) => genre.trim())
    if (item === '' || title === '') withoutName += 1
    else {
      items.push({
        item,
        title,
        kind: options.kind,
        genres: genres.filter((genre) => genre !== ''),
        ...(Number.isNaN(year) ? {} : { year }),
        ...audienceFields(options),
        revision: options.revision,
      })
    }
  }
  return {
    fingerprint: table.fingerprint,
    items,
    events: [],
    unreadable: withoutName === 0 ? {} : { 'no item or no title': withoutName },
  }
}
