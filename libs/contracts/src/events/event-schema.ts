/**
 * The JSON form of an event, and the one source of it: what HTTP takes, what OpenAPI shows and what the importers write.
 * Flat and in snake_case; fields that nobody knows are ignored, so that a newer client does not break an older collector.
 */
import { z } from 'zod'
import * as kinds from './kinds.ts'
import { country, id, languageTag, time, word } from './scalars.ts'
import { SOURCES, wordsOf } from './words.ts'

/** What every event carries, whatever its kind. */
export const envelope = z.object({
  event_id: z
    .guid()
    .optional()
    .describe("The client's UUID. Two events with one id are one event; absent: one is made"),
  viewer: id.describe('The id that the app knows the viewer by. It never reaches the log'),
  account: id.optional(),
  occurred_at: time.describe("When it happened, by the client's clock. Never corrected"),
  sent_at: time.optional().describe('When the client sent it, by the same clock'),
  source: z.enum(wordsOf(SOURCES)).optional().describe('live (the default), or backfill for imported history'),
  device: word.optional().describe('A word of the app: tv, phone, web'),
  country: country.optional().describe('Where the viewer is now'),
  locale: languageTag.optional(),
})

/** An event of each kind: the envelope and what the kind says. */
export const eventSchema = z.discriminatedUnion('kind', [
  kinds.watch.extend(envelope.shape),
  kinds.rating.safeExtend(envelope.shape).meta({ oneOf: [{ required: ['stars'] }, { required: ['thumb'] }] }),
  kinds.list.extend(envelope.shape),
  kinds.dismiss.extend(envelope.shape),
  kinds.transaction.extend(envelope.shape),
  kinds.impression.extend(envelope.shape),
  kinds.select.extend(envelope.shape),
  kinds.settings.extend(envelope.shape),
  kinds.follow.extend(envelope.shape),
  kinds.consent.extend(envelope.shape),
  kinds.erase.extend(envelope.shape),
  kinds.retire.extend(envelope.shape),
])

/** An event as a client writes it. */
export type EventJson = z.input<typeof eventSchema>

/** An event as it was understood: times are milliseconds, lengths whole seconds. */
export type ParsedEvent = z.output<typeof eventSchema>

export type EventKind = ParsedEvent['kind']

/** The kinds, in the order of the proto. */
export const EVENT_KINDS: readonly EventKind[] = eventSchema.options.map((option) => option.shape.kind.value)
