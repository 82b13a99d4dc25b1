/** Moves the times that stand inside of documents, where a history is moved as a whole. */
import type { CatalogDocument } from './import-event.ts'

const EVENT_TIMES = ['session_started_at', 'expires_at', 'through']
const WINDOW_TIMES = ['starts_at', 'ends_at']

/** A title's windows, moved like the viewing, so that what was new when it was watched still is. */
export function moveWindows(item: CatalogDocument, shiftMs: number): CatalogDocument {
  const windows: unknown = item['windows']
  if (shiftMs === 0 || !Array.isArray(windows)) return item
  return { ...item, windows: windows.map((window: unknown) => moveTimes(window, WINDOW_TIMES, shiftMs)) }
}

/** Times of an event other than when it happened. */
export function moveEventTimes(fields: Readonly<Record<string, unknown>>, shiftMs: number): Record<string, unknown> {
  return { ...fields, ...moveTimes(fields, EVENT_TIMES, shiftMs) }
}

/** Times in milliseconds, or ISO 8601; what is neither stays for the collector to refuse. */
function moveTimes(document: unknown, names: readonly string[], shiftMs: number): Record<string, unknown> {
  if (typeof document !== 'object' || document === null) return {}
  return Object.fromEntries(
    Object.entries(document).map(([name, value]: [string, unknown]) => [
      name,
      names.includes(name) ? moved(value, shiftMs) : value,
    ]),
  )
}

function moved(time: unknown, shiftMs: number): unknown {
  const atMs = typeof time === 'string' ? Date.parse(time) : time
  return typeof atMs === 'number' && Number.isFinite(atMs) ? Math.max(0, atMs + shiftMs) : time
}
