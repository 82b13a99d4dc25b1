/** An event's id says which event of which run it is, so that a reader of the log needs no list of what was sent. */

/** A UUID in form: the seed in front, the event's number at the end. */
export function eventId(seed: number, n: number): string {
  return `${hex(seed >>> 0, 8)}-0000-4000-8000-${hex(n, 12)}`
}

/** The number of an event of this run; `null` for anything else. */
export function eventNumber(seed: number, id: string): number | null {
  const prefix = `${hex(seed >>> 0, 8)}-0000-4000-8000-`
  const rest = id.slice(prefix.length)
  if (!id.startsWith(prefix) || !/^[0-9a-f]{12}$/.test(rest)) return null
  return Number.parseInt(rest, 16)
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
