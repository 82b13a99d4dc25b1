/** One row of history, as every importer hands it on. */
export interface ImportEvent {
  /** Row of the source file that it came from, counted from 1: the same row is the same event whenever it is sent. */
  readonly row: number
  readonly viewer: string
  /** Empty where the event is about no title. */
  readonly item: string
  /** As the source says, before any shift. */
  readonly atMs: number
  readonly sign: Sign
}

/** What the viewer did with the item. */
export type Sign =
  | { readonly kind: 'rating'; readonly stars: number }
  | { readonly kind: 'watch' }
  | { readonly kind: 'list' }
  | { readonly kind: 'transaction' }
  /** An event that the source holds in its JSON form: all of it but who, which title and when. */
  | { readonly kind: 'written'; readonly fields: Readonly<Record<string, unknown>> }

/** A title in the JSON form of the catalogue. */
export type CatalogDocument = Readonly<Record<string, unknown>> & { readonly item: string }

/** What an import sends, read and sorted. */
export interface ImportSource {
  /** Tells whether the files are still the same when an import is resumed. */
  readonly fingerprint: string
  readonly items: readonly CatalogDocument[]
  /** In order of time, then of row. */
  readonly events: readonly ImportEvent[]
  /** Rows that could not be understood, by reason. */
  readonly unreadable: Readonly<Record<string, number>>
}

/** Sorts in place: ascending time, rows of one instant in the order of the file. */
export function inOrderOfTime(events: ImportEvent[]): ImportEvent[] {
  return events.sort((a, b) => a.atMs - b.atMs || a.row - b.row)
}
