/** Times of foreign files, as milliseconds since 1970-01-01 UTC. */

export const TIME_FORMATS = ['auto', 's', 'ms', 'iso'] as const
export type TimeFormat = (typeof TIME_FORMATS)[number]

/** Numbers below this are seconds (until the year 5138), from it on milliseconds (since 1973). */
const LARGEST_SECONDS = 100_000_000_000

/** Farther from 1970 than any date that JavaScript knows. */
const FARTHEST_MS = 8.64e15

/** Understands unix seconds and milliseconds, and ISO 8601; a time without zone counts as UTC. `null`: not a time. */
export function parseTime(text: string, format: TimeFormat): number | null {
  const trimmed = text.trim()
  const isNumber = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(trimmed)
  if (format === 'iso' || (format === 'auto' && !isNumber)) return parseIso(trimmed)
  if (!isNumber) return null
  const value = Number(trimmed)
  const inSeconds = format === 's' || (format === 'auto' && Math.abs(value) < LARGEST_SECONDS)
  const atMs = Math.round(inSeconds ? value * 1000 : value)
  return Math.abs(atMs) <= FARTHEST_MS ? atMs : null
}

function parseIso(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text)
  if (match === null) return null
  const [, day = '', time = '00:00', zone = 'Z'] = match
  const atMs = Date.parse(`${day}T${time.replace(',', '.')}${withColon(zone)}`)
  return Number.isNaN(atMs) ? null : atMs
}

function withColon(zone: string): string {
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
}
