/** History from any CSV file: ratings, plays, a shop's orders, a feed's clicks. */
import { columnOf, parseTime, readCsv, toStars } from '@upnext/evaluation'
import type { CsvShape, CsvTable, TimeFormat } from '@upnext/evaluation'
import type { AudienceFlags } from './audience.ts'
import { audienceFields } from './audience.ts'
import type { CatalogDocument, ImportEvent, ImportSource, Sign } from './import-event.ts'
import { inOrderOfTime } from './import-event.ts'

export const SIGN_KINDS = ['watch', 'list', 'transaction'] as const

export interface CsvEventsOptions extends AudienceFlags {
  readonly shape: CsvShape
  readonly viewerColumn: string
  readonly itemColumn: string
  readonly timeColumn: string
  readonly timeFormat: TimeFormat
  /** Absent: every row is a sign of `kind`. */
  readonly ratingColumn: string | null
  /** The best rating of the source; it becomes five stars. */
  readonly ratingMax: number
  readonly kind: (typeof SIGN_KINDS)[number]
  /** Also puts every item of the file into the catalogue, with its id as its title. */
  readonly itemsFromEvents: boolean
}

export async function readCsvEvents(path: string, options: CsvEventsOptions): Promise<ImportSource> {
  const table = await readCsv(path, options.shape)
  return eventsOf(table, options)
}

/** Pure part of {@link readCsvEvents}. */
export function eventsOf(table: CsvTable, options: CsvEventsOptions): ImportSource {
  const viewerAt = columnOf(table, 'viewer-column', options.viewerColumn)
  const itemAt = columnOf(table, 'item-column', options.itemColumn)
  const timeAt = columnOf(table, 'time-column', options.timeColumn)
  const ratingAt = options.ratingColumn === null ? null : columnOf(table, 'rating-column', options.ratingColumn)
  const events: ImportEvent[] = []
  const unreadable: Record<string, number> = {}
  table.rows.forEach((row, index) => {
    const viewer = (row[viewerAt] ?? '').trim()
    const item = (row[itemAt] ?? '').trim()
    const atMs = parseTime(row[timeAt] ?? '', options.timeFormat)
    const sign = signOf(ratingAt === null ? null : (row[ratingAt] ?? ''), options)
    const reason = reasonAgainst(viewer, item, atMs, sign)
    if (atMs !== null && sign !== null && reason === null) events.push({ row: index + 1, viewer, item, atMs, sign })
    if (reason !== null) unreadable[reason] = (unreadable[reason] ?? 0) + 1
  })
  return {
    fingerprint: table.fingerprint,
    items: options.itemsFromEvents ? itemsIn(events, options) : [],
    events: inOrderOfTime(events),
    unreadable,
  }
}

/** A rating as half stars from 0.5 to 5, scaled so that `max` is five stars; `null`: not a rating. */
export function starsOf(text: string, max: number): number | null {
  return text.trim() === '' ? null : toStars(Number(text), max)
}

function signOf(rating: string | null, options: CsvEventsOptions): Sign | null {
  if (rating === null) return { kind: options.kind }
  const stars = starsOf(rating, options.ratingMax)
  return stars === null ? null : { kind: 'rating', stars }
}

function reasonAgainst(viewer: string, item: string, atMs: number | null, sign: Sign | null): string | null {
  if (viewer === '') return 'no viewer'
  if (item === '') return 'no item'
  if (atMs === null) return 'not a time'
  return sign === null ? 'not a rating' : null
}

function itemsIn(events: readonly ImportEvent[], audience: AudienceFlags): CatalogDocument[] {
  const ids = [...new Set(events.map((event) => event.item))].sort()
  return ids.map((item) => ({ item, title: item, kind: 'movie', ...audienceFields(audience), revision: 1 }))
}
