import { createHash } from 'node:crypto'
import type { ImportEvent, ImportSource } from './import-event.ts'
import { inOrderOfTime } from './import-event.ts'
import { moveEventTimes, moveWindows } from './move-times.ts'

/**
 * Two sources as one, in one order of time: the second is moved so that both end at the same moment. The second's rows are counted on
 * from the first's, so that no two events are the same.
 */
export function mergeSources(first: ImportSource, second: ImportSource): ImportSource {
  const shiftMs = newestOf(first.events) - newestOf(second.events)
  const rows = first.events.reduce((most, { row }) => Math.max(most, row), 0)
  const moved = second.events.map((event) => moveEvent({ ...event, row: event.row + rows }, shiftMs))
  return {
    fingerprint: createHash('sha256').update(first.fingerprint).update(second.fingerprint).digest('hex'),
    items: [...first.items, ...second.items.map((item) => moveWindows(item, shiftMs))],
    events: inOrderOfTime([...first.events, ...moved]),
    unreadable: { ...first.unreadable, ...second.unreadable },
  }
}

function moveEvent(event: ImportEvent, shiftMs: number): ImportEvent {
  const { sign } = event
  return {
    ...event,
    atMs: event.atMs + shiftMs,
    sign: sign.kind === 'written' ? { ...sign, fields: moveEventTimes(sign.fields, shiftMs) } : sign,
  }
}

function newestOf(events: readonly ImportEvent[]): number {
  return events.at(-1)?.atMs ?? 0
}
