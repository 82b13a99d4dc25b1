/** Where a slice begins or ends, as people write it. */

export type Boundary =
  | { readonly kind: 'beginning' }
  | { readonly kind: 'end' }
  /** The first record received then or later. */
  | { readonly kind: 'time'; readonly timeMs: number }
  /** One offset for all partitions. */
  | { readonly kind: 'offset'; readonly offset: number }
  /** Offsets by partition number. */
  | { readonly kind: 'offsets'; readonly offsets: ReadonlyMap<number, number> }

export const BOUNDARY_WORDS =
  'a time with its zone (2026-01-31T12:00:00Z), a day (2026-01-31, UTC), an offset, or partition:offset,partition:offset'

/** A time always has its zone, so that a slice does not depend on where it was asked for. */
const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** `null` where the text is none of {@link BOUNDARY_WORDS}, `beginning` or `end`. */
export function parseBoundary(text: string): Boundary | null {
  if (text === 'beginning' || text === 'end') return { kind: text }
  if (/^\d{1,15}$/.test(text)) return { kind: 'offset', offset: Number(text) }
  if (/^\d+:\d{1,15}(?:,\d+:\d{1,15})*$/.test(text)) return offsetsOf(text)
  const timeMs = TIME.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN
  return Number.isNaN(timeMs) ? null : { kind: 'time', timeMs }
}

/** `Date.parse` takes 30 February, and means 2 March. */
function isDay(text: string): boolean {
  const timeMs = Date.parse(text)
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text)
}

function offsetsOf(text: string): Boundary | null {
  const pairs = text.split(',').map((pair) => pair.split(':').map(Number) as [number, number])
  const offsets = new Map(pairs)
  return offsets.size === pairs.length ? { kind: 'offsets', offsets } : null
}
