import { EVENT_KINDS, encodeViewerEvent, parseEvent, toViewerEvent } from '@upnext/contracts'
import type { EventStamp } from '@upnext/contracts'
import { z } from 'zod'
import { parsePiece } from '../body/parse-piece.ts'
import { timeRejection } from './event-times.ts'
import type { TimeLimits } from './event-times.ts'
import { NO_TRAITS } from './outcome.ts'
import type { Outcome, Traits } from './outcome.ts'

export interface EventContext {
  readonly stamp: EventStamp
  /** The batch's `sent_at`, where it has one. */
  readonly sentAt: Buffer | null
  readonly limits: TimeLimits & { readonly eventBytes: number }
}

/** Only these values of these fields are kept of a refused event. Anything else might name somebody. */
const traitsSchema = z.object({
  event_id: z.guid().nullable().catch(null),
  kind: z.enum(EVENT_KINDS).or(z.literal('')).catch(''),
  device: z
    .string()
    .regex(/^[a-z_-]{1,16}$/)
    .catch(''),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .catch(''),
})

/** Decides what becomes of one event. Pure but for the id that `context.stamp` brings. */
export function takeEvent(piece: Buffer, context: EventContext): Outcome {
  const json = parsePiece(piece, context.limits.eventBytes)
  if (!json.ok) return { status: 'rejected', id: null, rejection: json.rejection, piece, traits: NO_TRAITS }
  const parsed = parseEvent(withSentAt(json.value, context.sentAt))
  const rejection = parsed.ok
    ? timeRejection(parsed.value, context.stamp.receivedAtMs, context.limits)
    : parsed.rejection
  if (rejection !== null || !parsed.ok) {
    const { id, traits } = traitsOf(json.value)
    const why = rejection ?? { reason: 'schema', pointer: '', detail: '' }
    return { status: 'rejected', id, rejection: why, piece, traits }
  }
  const event = toViewerEvent(parsed.value, context.stamp)
  return {
    status: 'accepted',
    id: event.eventId,
    idMade: parsed.value.event_id === undefined,
    record: encodeViewerEvent(event),
    unknownFields: parsed.unknownFields,
  }
}

/** An event that does not say when it was sent was sent with its batch. */
function withSentAt(value: unknown, sentAt: Buffer | null): unknown {
  if (sentAt === null || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (Object.hasOwn(value, 'sent_at')) return value
  const parsed = parsePiece(sentAt, sentAt.length)
  // Entries and not a spread: a `__proto__` in the event stays a key, for the checks to find.
  return Object.fromEntries([...Object.entries(value), ['sent_at', parsed.ok ? parsed.value : null]])
}

function traitsOf(value: unknown): { readonly id: string | null; readonly traits: Traits } {
  const read = traitsSchema.safeParse(value)
  if (!read.success) return { id: null, traits: NO_TRAITS }
  const { event_id, kind, device, country } = read.data
  return { id: event_id?.toLowerCase() ?? null, traits: { kind, device, country } }
}
