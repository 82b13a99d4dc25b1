/** Rows of history in the JSON form of events. */
import { eventIdOf } from './event-id.ts'
import type { ImportEvent, Sign } from './import-event.ts'
import { moveEventTimes } from './move-times.ts'

/**
 * A source of implicit signs (clicks, orders, plays without progress) does not say how far anybody watched. It counts as
 * one whole sitting of this length, seen to its end.
 */
const WHOLE_SITTING_S = 3600

export interface BodySettings {
  /** Name of the source; with the row it makes the event id. */
  readonly source: string
  /** Added to every time. */
  readonly shiftMs: number
}

/** Always marked as backfill. */
export function toEventBody(event: ImportEvent, settings: BodySettings): Record<string, unknown> {
  const atMs = event.atMs + settings.shiftMs
  const eventId = eventIdOf(settings.source, event.row)
  return {
    event_id: eventId,
    viewer: event.viewer,
    occurred_at: atMs,
    source: 'backfill',
    ...(event.item === '' ? {} : { item: event.item }),
    ...(event.sign.kind === 'written'
      ? moveEventTimes(event.sign.fields, settings.shiftMs)
      : signFields(event.sign, eventId, atMs)),
  }
}

function signFields(sign: Exclude<Sign, { kind: 'written' }>, eventId: string, atMs: number): Record<string, unknown> {
  switch (sign.kind) {
    case 'rating':
      return { kind: 'rating', stars: sign.stars }
    case 'watch':
      return {
        kind: 'watch',
        position_s: WHOLE_SITTING_S,
        duration_s: WHOLE_SITTING_S,
        session_id: eventId,
        session_started_at: atMs,
      }
    case 'list':
      return { kind: 'list', action: 'add' }
    case 'transaction':
      return { kind: 'transaction', type: 'buy' }
  }
}
